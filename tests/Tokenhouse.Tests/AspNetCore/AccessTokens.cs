using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Makes access tokens as an authority does, and otherwise.</summary>
public sealed class AccessTokens : IDisposable
{
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA Rsa = RSA.Create(2048); // slow to make

    /// <summary>How the keys are called: by <c>kid</c>, with <c>-rsa</c> behind it for the other one.</summary>
    public string KeyId { get; init; } = "first";

    /// <summary>The public keys, as they are published.</summary>
    public JsonArray PublicKeys()
    {
        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        var numbers = Rsa.ExportParameters(includePrivateParameters: false);
        return
        [
            new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
                ["kid"] = KeyId,
                ["alg"] = "ES256",
                ["use"] = "sig",
            },
            new JsonObject
            {
                ["kty"] = "RSA",
                ["n"] = Base64Url.EncodeToString(numbers.Modulus),
                ["e"] = Base64Url.EncodeToString(numbers.Exponent),
                ["kid"] = KeyId + "-rsa",
                ["alg"] = "RS256",
                ["use"] = "sig",
            },
        ];
    }

    /// <summary>A good header.</summary>
    public JsonObject Header() =>
        new()
        {
            ["alg"] = "ES256",
            ["typ"] = "at+jwt",
            ["kid"] = KeyId,
        };

    /// <summary>Signs with the key that fits the header's algorithm, whatever else the header says.</summary>
    public string Sign(JsonObject header, JsonObject claims) => Sign(header.ToJsonString(), claims.ToJsonString());

    public string Sign(string header, string claims)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var octets = Encoding.ASCII.GetBytes(signed);
        var signature = header.Contains("RS256", StringComparison.Ordinal)
            ? Rsa.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : curve.SignData(octets, HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>With a shared key instead: what an attacker has is the public one.</summary>
    public static string SignShared(JsonObject header, JsonObject claims, byte[] key)
    {
        var signed = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string WithoutSignature(JsonObject header, JsonObject claims) =>
        $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}.";

    /// <summary>The public key in the spelling of which attackers make shared keys.</summary>
    public byte[] PublicKeyText() => Encoding.UTF8.GetBytes(curve.ExportSubjectPublicKeyInfoPem());

    public byte[] PublicKeyJson() => JsonSerializer.SerializeToUtf8Bytes(PublicKeys()[0]);

    public void Dispose() => curve.Dispose();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
