using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>
/// The e-invoicing network's endpoints before <see cref="OAuthV2"/>: all values have the shape of a UUID, and only Basic authentication is
/// accepted. They work until their configured sunset.
/// </summary>
public static class OAuth2Legacy
{
    public static readonly Dialect Dialect = Connect.Dialect with
    {
        Name = "OAuth2Legacy",
        Paths = new Dictionary<EndpointKind, string>
        {
            [EndpointKind.Authorize] = "/oauth2/authorize",
            [EndpointKind.Token] = "/oauth2/token",
        },
        Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Authentication = AuthenticationMethods.Basic,
        Tokens = new()
        {
            AccessTokenLifetime = TimeSpan.FromSeconds(300),
            AccessTokens = new(RandomValueFormat.Uuid),
            RefreshTokens = new(RandomValueFormat.Uuid),
            Codes = new(RandomValueFormat.Uuid),
            IdleLifetime = TimeSpan.FromDays(365),
            FamilyLifetime = TimeSpan.FromDays(10 * 365),
        },
        Success = Success,
    };

    private static void Success(Utf8JsonWriter json, TokenResponse response)
    {
        json.WriteString("scope", response.Scope.ToString());
        json.WriteString("access_token", response.AccessToken.Reveal());
        json.WriteString("token_type", "bearer");
        json.WriteNumber("expires_in", (int)response.Lifetime.TotalSeconds);
        json.WriteString("refresh_token", response.RefreshToken?.Reveal());
        Connect.Expiry(json, response);
        if (response.IdToken is { } identity)
            json.WriteString("id_token", identity.Reveal());
    }
}
