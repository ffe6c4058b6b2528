using System.Text.Json;
using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Dialects;

/// <summary>The standard dialect: RFC 6749 as it is written. Every other one says only what differs from it.</summary>
public static class Connect
{
    public static readonly Dialect Dialect = new()
    {
        Name = "Connect",
        TokenPath = "/connect/token",
        Tokens = new() { AccessTokenLifetime = TimeSpan.FromSeconds(300) },
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
    }

    private static void Failure(Utf8JsonWriter json, OAuthError error)
    {
        json.WriteString("error", error.Code);
        json.WriteString("error_description", error.Description);
    }
}
