namespace Integrator;

/// <summary>The endpoints of one dialect. Your application needs only one dialect; this sample shows all.</summary>
/// <param name="Name">The vendor's name for it.</param>
/// <param name="Authorize">The path to which the browser is redirected.</param>
/// <param name="Token">The path that exchanges a code or a refresh token for tokens.</param>
/// <param name="Revoke">The path that ends a connection; null if there is none.</param>
/// <param name="UserInfo">The API that returns who the person is; null if there is none.</param>
public sealed record Dialect(string Name, string Authorize, string Token, string? Revoke, string? UserInfo)
{
    /// <summary>The introspection path. One endpoint serves the tokens of all dialects.</summary>
    public const string Introspect = "/connect/introspect";

    public static readonly IReadOnlyList<Dialect> All =
    [
        new("Connect", "/connect/authorize", "/connect/token", "/connect/revoke", "/connect/userinfo"),
        new("OAuthV2", "/oauth/v2/oauth-authorize", "/oauth/v2/oauth-token", "/oauth/v2/oauth-revoke", "/oauth/v2/oauth-userinfo"),
        new("OAuth2Legacy", "/oauth2/authorize", "/oauth2/token", Revoke: null, UserInfo: null),
    ];

    /// <summary>The oldest endpoints only support HTTP Basic, so a client without a secret can't use them.</summary>
    public bool TakesPublicClients => Name != "OAuth2Legacy";
}
