namespace Tokenhouse.Server.Pages;

/// <summary>Who can call a route. Every route declares it; a test finds routes that don't.</summary>
public sealed record EndpointAudience(string Who)
{
    public static readonly EndpointAudience Anyone = new("anyone");

    /// <summary>A person's browser; the page checks who it is.</summary>
    public static readonly EndpointAudience Browsers = new("browsers");

    /// <summary>A signed-in person; others are redirected to the sign-in page.</summary>
    public static readonly EndpointAudience AccountHolders = new("account holders");

    /// <summary>A client of the site, authenticated by its secret.</summary>
    public static readonly EndpointAudience Clients = new("clients");

    /// <summary>The client of an API, authenticated by its secret.</summary>
    public static readonly EndpointAudience Apis = new("APIs");

    /// <summary>The bearer of an access token.</summary>
    public static readonly EndpointAudience Bearers = new("bearers");
}
