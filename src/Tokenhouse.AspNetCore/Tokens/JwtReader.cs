using System.Buffers;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// Verifies JWTs in the profile of RFC 9068: signed by a key that the named issuer publishes, with the algorithm of that key. Keys that a token
/// brings along or points to are never looked at.
/// </summary>
internal sealed class JwtReader(KnownAuthorities authorities, TokenhouseOptions options, TimeProvider clock)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>No opaque token has a dot.</summary>
    public static bool IsJwt(string token) => token.Contains('.', StringComparison.Ordinal);

    public async Task<Result<BelievedToken>> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (Parse(text) is not { } jwt)
            return Refusals.Malformed;
        if (authorities.Issuing(jwt.Issuer) is not { } authority)
            return Refusals.Foreign;
        if (!(await authority.KeyAsync(jwt.Kid, cancellationToken)).Ok(out var key, out var refusal))
            return refusal;
        if (!await VerifiesAsync(jwt, key))
            return Refusals.NotValid("the signature, type or algorithm of the token is not that of an access token of the authority");
        if (Claims(jwt, authority) is not { } token)
            return Refusals.NotValid("a required claim is missing");
        if (HasExpired(token))
            return Refusals.Expired.About(token);
        return token;
    }

    private static JsonWebToken? Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Letters)) // a lenient decoder would take one token in several spellings
            return null;
        try
        {
            var jwt = new JsonWebToken(text);
            // An extension that must be understood is not (RFC 7515, 4.1.11).
            return jwt.TryGetHeaderValue<JsonElement>("crit", out _) ? null : jwt;
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or FormatException)
        {
            return null; // no JWT: the caller says so
        }
    }

    private async Task<bool> VerifiesAsync(JsonWebToken jwt, VerificationKey key)
    {
        var result = await handler.ValidateTokenAsync(
            jwt,
            new TokenValidationParameters
            {
                ValidTypes = ["at+jwt", "application/at+jwt"],
                ValidAlgorithms = [key.Algorithm],
                IssuerSigningKeyResolver = (_, _, _, _) => [key.Key],
                TryAllIssuerSigningKeys = false,
                // The claims are read strictly below, and compared where the steps of the check can be read in their order.
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        return result.IsValid;
    }

    private static BelievedToken? Claims(JsonWebToken jwt, Authority authority)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), Strict);
            return BelievedToken.Read(claims.RootElement, authority);
        }
        catch (JsonException)
        {
            return null; // a claim twice: signed or not, nobody knows which one is meant
        }
    }

    private bool HasExpired(BelievedToken token) =>
        clock.GetUtcNow().ToUnixTimeSeconds() - (long)options.ClockSkew.TotalSeconds >= token.ExpiresAt;
}
