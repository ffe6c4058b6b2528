using System.Buffers.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Verifies this server's own access tokens (RFC 9068, 4): signed with a published key of the site and its algorithm, with every
/// claim present. Keys contained in a token are never used. A verified token is remembered by the hash of its whole text until it
/// expires, its key is no longer published, or others replace it.
/// </summary>
public sealed class JwtVerifier(SigningKeyRing keys, TimeProvider clock) : IDisposable
{
    /// <summary>The maximum number of remembered tokens.</summary>
    public const int Capacity = 10_000;

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly MemoryCache verified = new(new MemoryCacheOptions { SizeLimit = Capacity, Clock = new Clock(clock) });

    /// <summary>How many tokens are remembered.</summary>
    public int Remembered => verified.Count;

    public void Dispose() => verified.Dispose();

    /// <summary>A token that was signed here and hasn't expired.</summary>
    internal async ValueTask<VerifiedJwt?> Verify(TenantEnvironment environment, string token) =>
        await Recognise(environment, token) is { } jwt && clock.GetUtcNow() < jwt.ExpiresAt ? jwt : null;

    /// <summary>A token that was signed here, expired or not. Only to find the reason of a refusal, never to accept it.</summary>
    internal async ValueTask<VerifiedJwt?> Recognise(TenantEnvironment environment, string token)
    {
        if (!token.Contains('.', StringComparison.Ordinal))
            return null; // an opaque one
        var key = Base64Url.EncodeToString(TextHash.Of(token));
        if (verified.TryGetValue(key, out VerifiedJwt? known) && keys.Publishes(environment, known!.KeyId))
            return known;
        if (await Check(environment, token) is not { } jwt)
            return null;
        if (clock.GetUtcNow() < jwt.ExpiresAt)
            verified.Set(key, jwt, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = jwt.ExpiresAt });
        return jwt;
    }

    private async Task<VerifiedJwt?> Check(TenantEnvironment environment, string token)
    {
        if (!handler.CanReadToken(token))
            return null;
        var published = keys.Published(environment);
        var result = await handler.ValidateTokenAsync(
            token,
            new()
            {
                ValidTypes = ["at+jwt"],
                ValidAlgorithms = SigningAlgorithms.All,
                ValidateIssuer = false, // the reader of the claims checks the issuer, which depends on the tenant
                ValidateAudience = false, // the endpoint checks the audience
                RequireExpirationTime = true,
                LifetimeValidator = (_, expires, _, _) => expires is not null, // expiry is checked on the recognised token
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
            KeyId = jwt.Kid,
            IssuedAt = new(jwt.IssuedAt, TimeSpan.Zero),
            ExpiresAt = new(jwt.ValidTo, TimeSpan.Zero),
        };
    }

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
