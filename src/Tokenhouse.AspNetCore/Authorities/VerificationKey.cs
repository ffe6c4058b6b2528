using System.Collections.Frozen;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>A published key and its only algorithm. What a token's header says about them is only compared (RFC 8725, 3.1).</summary>
internal sealed record VerificationKey(string Id, string Algorithm, SecurityKey Key)
{
    private const int LeastRsaBits = 2048;

    /// <summary>The keys of a set (RFC 7517) by their <c>kid</c>. Keys of other types or uses are skipped.</summary>
    /// <exception cref="InvalidAuthorityResponseException">No usable key is left.</exception>
    public static FrozenDictionary<string, VerificationKey> Read(BackchannelResponse backchannelResponse)
    {
        using (backchannelResponse.Json()) // so that all invalid key sets give the same error
        {
            var keys = Parse(backchannelResponse)
                .Select(From)
                .OfType<VerificationKey>()
                .GroupBy(key => key.Id, StringComparer.Ordinal)
                .ToFrozenDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
            return keys.Count > 0
                ? keys
                : throw new InvalidAuthorityResponseException($"{backchannelResponse.Address} has no key for ES256 or RS256.");
        }
    }

    private static IList<JsonWebKey> Parse(BackchannelResponse backchannelResponse)
    {
        try
        {
            return new JsonWebKeySet(Encoding.UTF8.GetString(backchannelResponse.Body.Span)).Keys;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidAuthorityResponseException($"{backchannelResponse.Address} isn't a key set: {exception.Message}");
        }
    }

    private static VerificationKey? From(JsonWebKey key)
    {
        var algorithm = key switch
        {
            { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 } => SecurityAlgorithms.EcdsaSha256,
            { Kty: JsonWebAlgorithmsKeyTypes.RSA, KeySize: >= LeastRsaBits } => SecurityAlgorithms.RsaSha256,
            _ => null,
        };
        var isFor = key.Alg is null or "" || key.Alg == algorithm;
        var signs = key.Use is null or "" or JsonWebKeyUseNames.Sig;
        return algorithm is not null && isFor && signs && !string.IsNullOrEmpty(key.Kid) ? new(key.Kid, algorithm, key) : null;
    }
}
