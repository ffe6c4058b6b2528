using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>Creates JWTs: access tokens (RFC 9068) and ID tokens (OpenID Connect Core 1.0, 2).</summary>
public sealed class JwtSigner(SigningKeyRing keys, AccessTokenAlgorithms algorithms, TimeProvider clock)
{
    private const int IdBytes = 16;

    private static readonly Meter Meter = new("Tokenhouse.Tokens");
    private static readonly Histogram<double> Signing = Meter.CreateHistogram<double>(
        "tokenhouse.signing.duration",
        "s",
        "Time to sign a token."
    );

    // Times come from this server's clock, and RFC 9068 has no `nbf`.
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="site">The site whose keys and issuer are used.</param>
    /// <param name="client">The <c>client_id</c>.</param>
    /// <param name="grant">What the token allows.</param>
    /// <param name="policy">The lifetime.</param>
    /// <param name="id">Its <c>jti</c>.</param>
    public SecretText AccessToken(Site site, RegisteredClient client, Grant grant, TokenPolicy policy, out string id)
    {
        id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var now = clock.GetUtcNow().UtcDateTime;
        return Sign(
            site.Environment,
            algorithms.Of(site.Environment),
            new()
            {
                TokenType = "at+jwt",
                Issuer = site.Issuer,
                Audience = grant.Audience ?? site.Issuer,
                IssuedAt = now,
                Expires = now + policy.AccessTokenLifetime,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = grant.Subject,
                    ["client_id"] = client.Id,
                    ["jti"] = id,
                    ["scope"] = grant.Scope.ToString(),
                    ["tenant"] = client.Tenant.Slug,
                    ["tenant_id"] = client.Tenant.Id,
                    ["environment"] = site.Environment.ToString(),
                    ["datacentre"] = site.Datacentre.Name,
                },
            }
        );
    }

    /// <summary>Says who the person is and when they signed in; bound to the access token by <c>at_hash</c> (3.1.3.6).</summary>
    /// <param name="site">The site whose keys and issuer are used.</param>
    /// <param name="client">The <c>aud</c>.</param>
    /// <param name="code">Who signed in, and when.</param>
    /// <param name="about">The claims about the person that it contains beside the <c>sub</c>.</param>
    /// <param name="accessToken">The access token that is issued with it.</param>
    /// <param name="lifetime">How long it is valid.</param>
    public SecretText IdToken(
        Site site,
        RegisteredClient client,
        Delegation.Code code,
        IReadOnlyDictionary<string, object> about,
        SecretText accessToken,
        TimeSpan lifetime
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(accessToken.Reveal())).AsSpan(0, 16); // both algorithms use SHA-256
        var claims = new Dictionary<string, object>(about)
        {
            ["sub"] = code.AccountId.ToString("D"),
            ["auth_time"] = code.AuthenticatedAt.ToUnixTimeSeconds(),
            ["at_hash"] = Base64Url.EncodeToString(half),
        };
        if (code.Nonce is { } nonce)
            claims["nonce"] = nonce;
        if (code.SessionId is { } session)
            claims["sid"] = SessionIdentifier.Of(session);
        return Sign(
            site.Environment,
            client.IdTokenAlgorithm ?? SigningAlgorithms.RS256,
            new()
            {
                Issuer = site.Issuer,
                Audience = client.Id,
                IssuedAt = now,
                Expires = now + lifetime,
                Claims = claims,
            }
        );
    }

    private SecretText Sign(TenantEnvironment environment, string algorithm, SecurityTokenDescriptor descriptor)
    {
        var key = keys.Signer(environment, algorithm);
        descriptor.SigningCredentials = key.Credentials;
        var start = Signing.Enabled ? Stopwatch.GetTimestamp() : 0;
        var token = handler.CreateToken(descriptor);
        if (Signing.Enabled)
            Signing.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("algorithm", key.Algorithm));
        return new(token);
    }
}
