namespace Tokenhouse.Core;

/// <summary>
/// The web portal of a datacentre, at its own host. It isn't a site, so no endpoint of a site answers there. People sign in to it as to
/// any other client.
/// </summary>
/// <param name="Datacentre">Its datacentre.</param>
/// <param name="Address">Its origin, without a slash at its end.</param>
public sealed record HubHost(Datacentre Datacentre, string Address)
{
    /// <summary>Its ID as a client of LIVE.</summary>
    public const string ClientId = "hub";

    public const string CallbackPath = "/sign-in/callback";

    /// <summary>The first page, where a person chooses a tenant.</summary>
    public const string StartPath = "/";

    public const string SignOutPath = "/sign-out";

    /// <summary>The redirect URI after people have signed in.</summary>
    public string Callback => Address + CallbackPath;

    /// <summary>The host name, without port.</summary>
    public string Host { get; } = new Uri(Address).Host;

    /// <summary>Only the address, because printing a datacentre prints its Hub too.</summary>
    public override string ToString() => Address;
}
