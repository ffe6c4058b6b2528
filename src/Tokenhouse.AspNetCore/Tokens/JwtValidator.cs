using System.Buffers;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>
/// Verifies JWTs that follow RFC 9068: signed with a key published by the issuer, with that key's algorithm. Keys that a token
/// contains or points to are never used.
/// </summary>
internal sealed class JwtValidator(AuthorityRegistry authorities, VerifiedTokens verified, TokenhouseOptions options, TimeProvider clock)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>No opaque token has a dot.</summary>
    public static bool IsJwt(string token) => token.Contains('.', StringComparison.Ordinal);

    public async Task<Result<ValidatedToken>> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (!(await VerifyAsync(text, cancellationToken)).Ok(out var token, out var refusal))
            return refusal;
        if (HasExpired(token))
            return Refusals.Expired.About(token);
        return token;
    }

    private async Task<Result<ValidatedToken>> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        if (verified.Find(text) is { } before)
            return before;
        if (Parse(text) is not { } jwt)
            return Refusals.Malformed;
        if (authorities.Issuing(jwt.Issuer) is not { } authority)
            return Refusals.Foreign;
        if (!(await authority.KeyAsync(jwt.Kid, cancellationToken)).Ok(out var key, out var refusal))
            return refusal;
        if (!await VerifiesAsync(jwt, key))
            return Refusals.NotValid("the token's signature, type or algorithm isn't that of one of the authority's access tokens");
        if (Claims(jwt, authority) is not { } token)
            return Refusals.NotValid("a required claim is missing");
        verified.Keep(text, key, token);
        return token;
    }

    private static JsonWebToken? Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Letters)) // a lenient decoder would accept several spellings of one token
            return null;
        try
        {
            var jwt = new JsonWebToken(text);
            // Critical extensions aren't supported (RFC 7515, 4.1.11).
            return jwt.TryGetHeaderValue<JsonElement>("crit", out _) ? null : jwt;
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or FormatException)
        {
            return null; // not a JWT: the caller reports it
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
                // The claims are parsed strictly below, and checked in AccessTokenValidator, step by step.
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            }
        );
        return result.IsValid;
    }

    private static ValidatedToken? Claims(JsonWebToken jwt, Authority authority)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), Strict);
            return ValidatedToken.Read(claims.RootElement, authority);
        }
        catch (JsonException)
        {
            return null; // a duplicate claim is ambiguous, even if it is signed
        }
    }

    private bool HasExpired(ValidatedToken token) =>
        clock.GetUtcNow().ToUnixTimeSeconds() - (long)options.ClockSkew.TotalSeconds >= token.ExpiresAt;
}
