namespace Tokenhouse.Server.Hosting;

/// <summary>Who can call a route. Every route declares it; a test finds routes that don't.</summary>
public sealed record Callers(string Who)
{
    public static readonly Callers Anyone = new("anyone");

    /// <summary>A person's browser; the page checks who it is.</summary>
    public static readonly Callers Browsers = new("browsers");

    /// <summary>A signed-in person; others are redirected to the sign-in page.</summary>
    public static readonly Callers AccountHolders = new("account holders");

    /// <summary>A client of the site, authenticated by its secret.</summary>
    public static readonly Callers Clients = new("clients");

    /// <summary>The client of an API, authenticated by its secret.</summary>
    public static readonly Callers Apis = new("APIs");

    /// <summary>The bearer of an access token.</summary>
    public static readonly Callers Bearers = new("bearers");
}
