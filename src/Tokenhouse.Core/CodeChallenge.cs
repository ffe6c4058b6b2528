using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tokenhouse.Core;

/// <summary>Proof Key for Code Exchange (RFC 7636) with <c>S256</c>, the only supported method.</summary>
public static partial class CodeChallenge
{
    public const string Method = "S256";

    /// <summary>Whether a text has the form of an S256 challenge.</summary>
    public static bool IsWellFormed(string challenge) => Challenge().IsMatch(challenge);

    /// <summary>Whether a verifier is well-formed and matches the challenge.</summary>
    public static bool Proves(string verifier, string challenge) =>
        Verifier().IsMatch(verifier)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(challenge), Encoding.ASCII.GetBytes(Of(verifier)));

    /// <summary>The challenge of a verifier (RFC 7636, 4.2).</summary>
    public static string Of(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    [GeneratedRegex(@"^[A-Za-z0-9_-]{43}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Challenge();

    [GeneratedRegex(@"^[A-Za-z0-9._~-]{43,128}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Verifier();
}
