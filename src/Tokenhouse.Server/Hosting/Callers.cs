namespace Tokenhouse.Server.Hosting;

/// <summary>Who may call a route. Every route says so, and a test finds the one that does not.</summary>
public sealed record Callers(string Who)
{
    public static readonly Callers Anyone = new("anyone");

    /// <summary>A browser that a person holds; the page asks who it is.</summary>
    public static readonly Callers Browsers = new("browsers");

    /// <summary>A person who is signed in; anyone else is sent to sign in.</summary>
    public static readonly Callers AccountHolders = new("account holders");

    /// <summary>A client of the site, authenticated by its secret.</summary>
    public static readonly Callers Clients = new("clients");

    /// <summary>The client of an API, authenticated by its secret.</summary>
    public static readonly Callers Apis = new("APIs");

    /// <summary>Whoever holds an access token.</summary>
    public static readonly Callers Bearers = new("bearers");
}
