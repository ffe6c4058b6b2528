using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>The only place where a token is made: a JWT in the profile of RFC 9068.</summary>
public sealed class Issuer(KeyRing keys, AccessTokenAlgorithms algorithms, TimeProvider clock)
{
    private const int IdBytes = 16;

    private static readonly Meter Meter = new("Tokenhouse.Tokens");
    private static readonly Histogram<double> Signing = Meter.CreateHistogram<double>(
        "tokenhouse.signing.duration",
        "s",
        "Time to sign a token."
    );

    // Times come from the clock of this server, and `nbf` is no claim of the profile.
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes the access token that a grant entitles the client to.</summary>
    public TokenResponse Issue(Site site, AuthenticatedClient client, Grant grant, TokenPolicy policy)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var token = Sign(
            site.Environment,
            new SecurityTokenDescriptor
            {
                TokenType = "at+jwt",
                Issuer = site.Issuer,
                Audience = grant.Audience,
                IssuedAt = now,
                Expires = now + policy.AccessTokenLifetime,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = grant.Subject,
                    ["client_id"] = client.Id,
                    ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)),
                    ["scope"] = grant.Scope.ToString(),
                    ["tenant"] = client.Tenant.Slug,
                    ["tenant_id"] = client.Tenant.Id,
                    ["environment"] = site.Environment.ToString(),
                    ["datacentre"] = site.Datacentre.Name,
                },
            }
        );
        return new(new(token), policy.AccessTokenLifetime, grant.Scope, client.Caller);
    }

    private string Sign(Environment environment, SecurityTokenDescriptor descriptor)
    {
        var key = keys.Signer(environment, algorithms.Of(environment));
        descriptor.SigningCredentials = key.Credentials;
        var start = Signing.Enabled ? Stopwatch.GetTimestamp() : 0;
        var token = handler.CreateToken(descriptor);
        if (Signing.Enabled)
            Signing.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("algorithm", key.Algorithm));
        return token;
    }
}
