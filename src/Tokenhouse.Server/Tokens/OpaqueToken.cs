using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>Random values without a meaning: created in the dialect's format, stored as SHA-256 (they can't be guessed).</summary>
public static class OpaqueToken
{
    private const byte NeverInText = 0xFF; // UTF-8 has no such octet

    public static SecretText Make(TokenFormat format) =>
        new(
            format.Prefix
                + format.Format switch
                {
                    RandomValueFormat.Base64Url => RandomText.Base64Url(),
                    RandomValueFormat.Alphanumeric => RandomText.Alphanumeric(),
                    // All bits are random, even those with a meaning in RFC 9562.
                    RandomValueFormat.Uuid => new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D"),
                    _ => throw new InvalidOperationException($"Nothing is made in the shape {format.Format}."),
                }
        );

    /// <summary>Of a JWT's <c>jti</c>, which isn't secret: nothing that can be presented as a token has the same hash.</summary>
    public static byte[] HashOfId(string id) => SHA256.HashData([NeverInText, .. Encoding.UTF8.GetBytes(id)]);
}
