using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>The standard dialect: the RFCs as written. The others only define how they differ from it.</summary>
public static class Connect
{
    public static readonly Dialect Dialect = new()
    {
        Name = "Connect",
        Paths = new Dictionary<EndpointKind, string>
        {
            [EndpointKind.Authorize] = "/connect/authorize",
            [EndpointKind.Token] = "/connect/token",
            [EndpointKind.Introspect] = "/connect/introspect",
            [EndpointKind.Revoke] = "/connect/revoke",
            [EndpointKind.UserInfo] = "/connect/userinfo",
            [EndpointKind.EndSession] = "/connect/end-session",
            [EndpointKind.ClientState] = "/connect/client-state",
            [EndpointKind.RefusalReport] = "/connect/refusals",
        },
        Grants = [GrantTypes.ClientCredentials, GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        Authentication = AuthenticationMethods.None | AuthenticationMethods.Basic | AuthenticationMethods.Body,
        Tokens = new() { AccessTokenLifetime = TimeSpan.FromSeconds(300), HasLifetimeOfApi = true },
        Challenge = issuer => $"Basic realm=\"{issuer}\", charset=\"UTF-8\"",
        Success = Success,
        Failure = Failure,
    };

    private static void Success(Utf8JsonWriter json, TokenResponse response)
    {
        json.WriteString("access_token", response.AccessToken.Reveal());
        json.WriteNumber("expires_in", (int)response.Lifetime.TotalSeconds);
        json.WriteString("token_type", "Bearer");
        json.WriteString("scope", response.Scope.ToString());
        if (response.RefreshToken is { } refresh)
            json.WriteString("refresh_token", refresh.Reveal());
        Expiry(json, response);
        if (response.IdToken is { } identity)
            json.WriteString("id_token", identity.Reveal());
    }

    /// <summary>
    /// When the refresh token and the person's authorization expire, if there is one (draft-ietf-oauth-refresh-token-expiration). Libraries
    /// ignore members that they don't know (RFC 6749, 5.1).
    /// </summary>
    internal static void Expiry(Utf8JsonWriter json, TokenResponse response)
    {
        if (response.Authorization is not { } authorization)
            return;
        json.WriteNumber("refresh_token_timeout", (long)authorization.RefreshTokenTimeout.TotalSeconds);
        json.WriteNumber("authorization_expires_in", (long)authorization.ExpiresIn.TotalSeconds);
    }

    private static void Failure(Utf8JsonWriter json, OAuthError error)
    {
        json.WriteString("error", error.Code);
        json.WriteString("error_description", error.Description);
    }
}
