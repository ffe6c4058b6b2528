using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>
/// The e-invoicing network's endpoints: opaque tokens with a prefix, refresh tokens with a lifetime of years, and an empty scope if
/// everything was granted.
/// </summary>
public static class OAuthV2
{
    public static readonly Dialect Dialect = Connect.Dialect with
    {
        Name = "OAuthV2",
        Paths = new Dictionary<EndpointKind, string>
        {
            [EndpointKind.Authorize] = "/oauth/v2/oauth-authorize",
            [EndpointKind.Token] = "/oauth/v2/oauth-token",
            [EndpointKind.Revoke] = "/oauth/v2/oauth-revoke",
            [EndpointKind.UserInfo] = "/oauth/v2/oauth-userinfo",
        },
        Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Tokens = new()
        {
            AccessTokenLifetime = TimeSpan.FromSeconds(600),
            AccessTokens = new(RandomValueFormat.Uuid, "_0XBPWQQ_"),
            RefreshTokens = new(RandomValueFormat.Uuid, "_1XBPWQQ_"),
            Codes = new(RandomValueFormat.Alphanumeric),
            IdleLifetime = TimeSpan.FromDays(3 * 365),
            FamilyLifetime = TimeSpan.FromDays(10 * 365),
        },
        TakesFamiliesOf = ["OAuth2Legacy"],
        Success = Success,
    };

    private static void Success(Utf8JsonWriter json, TokenResponse response)
    {
        var scope = response.Scope.ToString();
        json.WriteString("token_type", "bearer");
        json.WriteString("access_token", response.AccessToken.Reveal());
        json.WriteString("refresh_token", response.RefreshToken?.Reveal());
        json.WriteString("scope", scope == "all" ? "" : scope);
        json.WriteString("claims", "publicid");
        json.WriteNumber("expires_in", (int)response.Lifetime.TotalSeconds);
        Connect.Expiry(json, response);
        if (response.IdToken is { } identity)
            json.WriteString("id_token", identity.Reveal());
    }
}
