using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Integrator;

/// <summary>
/// Validates the ID token (OpenID Connect Core 1.0, 3.1.3.7). It came straight from the token endpoint over TLS, which replaces the signature check
/// (number 6 there). For one that comes through a browser, use a JWT library. All other checks are here.
/// </summary>
public static class IdToken
{
    /// <summary>The person's ID at this authorization server.</summary>
    public static string Person(string token, SignIn signIn, string authority, DateTimeOffset now)
    {
        var claims = Claims(token);
        if ((string?)claims["iss"] != authority)
            throw new UnusableException("The ID token is from another issuer.");
        if ((string?)claims["aud"] != signIn.Client.Id)
            throw new UnusableException("The ID token is for another client.");
        if ((long?)claims["exp"] <= now.ToUnixTimeSeconds())
            throw new UnusableException("The ID token has expired. Check this machine's clock.");
        if ((string?)claims["nonce"] != signIn.Nonce)
            throw new UnusableException("The ID token belongs to another sign-in.");
        return (string?)claims["sub"] ?? throw new UnusableException("The ID token has no sub.");
    }

    private static JsonObject Claims(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 3 && JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) is JsonObject claims
            ? claims
            : throw new UnusableException("The ID token isn't a JWT.");
    }
}
