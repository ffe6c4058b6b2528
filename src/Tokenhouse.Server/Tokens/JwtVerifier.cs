using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Verifies access tokens of this server's own making (RFC 9068, 4): signed by a published key of the site, with the algorithm of that key, every
/// claim present. Keys that a token brings along are never looked at.
/// </summary>
public sealed class JwtVerifier(KeyRing keys, TimeProvider clock)
{
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    internal async Task<VerifiedJwt?> Verify(Environment environment, string token)
    {
        if (!handler.CanReadToken(token))
            return null;
        var now = clock.GetUtcNow();
        var published = keys.Published(environment);
        var result = await handler.ValidateTokenAsync(
            token,
            new()
            {
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = SigningAlgorithms.All,
                ValidateIssuer = false, // which issuers this site has is asked of the tenant, by who reads the claims
                ValidateAudience = false, // who may ask about which audience is the endpoint's business
                RequireExpirationTime = true,
                LifetimeValidator = (_, expires, _, _) => expires is { } end && now < new DateTimeOffset(end, TimeSpan.Zero),
                IssuerSigningKeyResolver = (_, _, kid, _) =>
                    published.Where(key => key.Id == kid).Select(key => (SecurityKey)key.Credentials.Key),
                TryAllIssuerSigningKeys = false,
            }
        );
        return result.IsValid && result.SecurityToken is JsonWebToken jwt ? Claims(jwt) : null;
    }

    private static VerifiedJwt? Claims(JsonWebToken jwt)
    {
        if (
            !jwt.TryGetPayloadValue("client_id", out string? client)
            || !jwt.TryGetPayloadValue("scope", out string? scope)
            || jwt.Audiences.Take(2).ToList() is not [var audience]
            || client is null
            || scope is null
            || new[] { jwt.Issuer, jwt.Subject, jwt.Id }.Any(string.IsNullOrEmpty)
        )
            return null;
        return new(jwt.Issuer, client, jwt.Subject, audience, scope, jwt.Id)
        {
            IssuedAt = new(jwt.IssuedAt, TimeSpan.Zero),
            ExpiresAt = new(jwt.ValidTo, TimeSpan.Zero),
        };
    }
}
