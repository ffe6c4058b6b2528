using System.Security.Cryptography;

namespace Tokenhouse.Server.Tokens;

/// <summary>The signature algorithms (RFC 7518, 3.1) for which every site has a key.</summary>
public static class SigningAlgorithms
{
    public const string ES256 = "ES256";
    public const string RS256 = "RS256";

    public static readonly IReadOnlyList<string> All = [ES256, RS256];

    /// <summary>A new key pair.</summary>
    public static AsymmetricAlgorithm Pair(string algorithm) =>
        algorithm is ES256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
}
