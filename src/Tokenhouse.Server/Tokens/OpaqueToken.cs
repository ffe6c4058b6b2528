using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>Random values that mean nothing by themselves: made as a dialect spells them, stored as SHA-256 (they cannot be guessed).</summary>
public static class OpaqueToken
{
    private const byte NeverInText = 0xFF; // UTF-8 has no such octet

    public static SecretText Make(Spelling spelling) =>
        new(
            spelling.Prefix
                + spelling.Shape switch
                {
                    Shape.Base64Url => RandomText.Base64Url(),
                    Shape.Alphanumeric => RandomText.Alphanumeric(),
                    // All bits random: also those that a UUID of RFC 9562 gives a meaning.
                    Shape.Uuid => new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D"),
                    _ => throw new InvalidOperationException($"Nothing is made in the shape {spelling.Shape}."),
                }
        );

    /// <summary>Of a JWT's <c>jti</c>, which is no secret: nothing that could be presented as a token has the same.</summary>
    public static byte[] HashOfId(string id) => SHA256.HashData([NeverInText, .. Encoding.UTF8.GetBytes(id)]);
}
