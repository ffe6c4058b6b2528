using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Jwks;

/// <summary>The public keys of a site as a JWK set (RFC 7517, 5).</summary>
public sealed class JwksEndpoint(SigningKeyRing keys)
{
    public Task Handle(HttpContext http, Site site)
    {
        var published = keys.Published(site.Environment);
        CacheableJson.Write(http, json => Describe(json, published));
        return Task.CompletedTask;
    }

    private static void Describe(Utf8JsonWriter json, IReadOnlyList<LoadedSigningKey> published)
    {
        json.WriteStartArray("keys");
        foreach (var key in published)
            Describe(json, key, key.PublicKey());
        json.WriteEndArray();
    }

    // Written member by member, so that no part of a private key can slip in.
    private static void Describe(Utf8JsonWriter json, LoadedSigningKey key, JsonWebKey publicKey)
    {
        json.WriteStartObject();
        json.WriteString("kty", publicKey.Kty);
        json.WriteString("use", "sig");
        json.WriteString("alg", key.Algorithm);
        json.WriteString("kid", key.Id);
        if (publicKey.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve)
        {
            json.WriteString("crv", publicKey.Crv);
            json.WriteString("x", publicKey.X);
            json.WriteString("y", publicKey.Y);
        }
        else
        {
            json.WriteString("n", publicKey.N);
            json.WriteString("e", publicKey.E);
        }
        json.WriteEndObject();
    }
}
