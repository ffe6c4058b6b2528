namespace Tokenhouse.Core;

/// <summary>
/// The web portal of a datacentre, at a host of its own that is no site: nothing of a site answers there. People sign in to it as to
/// any other client.
/// </summary>
/// <param name="Datacentre">Where it stands.</param>
/// <param name="Address">Its origin, without a slash at its end.</param>
public sealed record Hub(Datacentre Datacentre, string Address)
{
    /// <summary>Its id as a client of LIVE.</summary>
    public const string ClientId = "hub";

    public const string CallbackPath = "/sign-in/callback";

    /// <summary>Where people come back to when they have signed in.</summary>
    public string Callback => Address + CallbackPath;

    /// <summary>The host name, without port.</summary>
    public string Host { get; } = new Uri(Address).Host;

    /// <summary>The address alone: a datacentre, which has it, is printed with it.</summary>
    public override string ToString() => Address;
}
