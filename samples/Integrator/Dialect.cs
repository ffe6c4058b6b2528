namespace Integrator;

/// <summary>Where one dialect of the server has its endpoints. Your application needs one of them; this sample shows all.</summary>
/// <param name="Name">As the vendor calls it.</param>
/// <param name="Authorize">Where the browser is sent.</param>
/// <param name="Token">Where a code or a refresh token becomes tokens.</param>
/// <param name="Revoke">Where a connection is ended; none: it cannot be.</param>
/// <param name="UserInfo">The API that says who the person is; none: there is none.</param>
public sealed record Dialect(string Name, string Authorize, string Token, string? Revoke, string? UserInfo)
{
    /// <summary>Who may ask whether a token is active. One endpoint serves the tokens of all dialects.</summary>
    public const string Introspect = "/connect/introspect";

    public static readonly IReadOnlyList<Dialect> All =
    [
        new("Connect", "/connect/authorize", "/connect/token", "/connect/revoke", "/connect/userinfo"),
        new("OAuthV2", "/oauth/v2/oauth-authorize", "/oauth/v2/oauth-token", "/oauth/v2/oauth-revoke", "/oauth/v2/oauth-userinfo"),
        new("OAuth2Legacy", "/oauth2/authorize", "/oauth2/token", Revoke: null, UserInfo: null),
    ];

    /// <summary>The oldest endpoints take HTTP Basic alone, so a client without a secret has no way in.</summary>
    public bool TakesPublicClients => Name != "OAuth2Legacy";
}
