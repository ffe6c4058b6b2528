namespace Integrator;

/// <summary>This application's client at the authorization server.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Secret">Null for a public client, where only PKCE binds a code to it.</param>
/// <param name="RedirectUri">Where the browser returns.</param>
public sealed record Client(string Id, string? Secret, string RedirectUri)
{
    public bool IsPublic => Secret is null;

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;

    public static Client Web(Settings settings) => new(settings.ClientId, settings.ClientSecret, settings.RedirectUri);

    /// <summary>A native application listens on any loopback port that the system assigned (RFC 8252, 7.3).</summary>
    public static Client Desktop(Settings settings, int port) => new(settings.PublicClientId, null, $"http://127.0.0.1:{port}/callback");
}
