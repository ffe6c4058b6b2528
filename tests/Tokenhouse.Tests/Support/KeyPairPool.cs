using System.Security.Cryptography;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// Key pairs for the houses of one plan: never one of them twice, but other plans get the same. To make an RSA key takes longer than most tests.
/// </summary>
public sealed class KeyPairPool
{
    private static readonly List<byte[]> Made = [];
    private static readonly Lock Making = new();

    private int next;

    /// <summary>What a house makes its signing keys with: <see cref="KeyPairFactory"/>.</summary>
    public AsymmetricAlgorithm Take(string algorithm) =>
        algorithm is SigningAlgorithms.RS256 ? Take(Interlocked.Increment(ref next) - 1) : SigningAlgorithms.Pair(algorithm);

    private static RSA Take(int index)
    {
        lock (Making)
        {
            while (Made.Count <= index)
            {
                using var key = SigningAlgorithms.Pair(SigningAlgorithms.RS256);
                Made.Add(key.ExportPkcs8PrivateKey());
            }
            var spare = RSA.Create();
            spare.ImportPkcs8PrivateKey(Made[index], out _);
            return spare;
        }
    }
}
