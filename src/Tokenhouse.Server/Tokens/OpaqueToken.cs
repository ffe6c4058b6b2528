using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>Random values that mean nothing by themselves: made as a dialect spells them, stored as SHA-256 (they cannot be guessed).</summary>
public static class OpaqueToken
{
    private const byte NeverInText = 0xFF; // UTF-8 has no such octet

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static SecretText Make(Spelling spelling) =>
        new(
            spelling.Prefix
                + spelling.Shape switch
                {
                    Shape.Base64Url => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
                    Shape.Alphanumeric => RandomNumberGenerator.GetString(Alphanumeric, 32),
                    // All bits random: also those that a UUID of RFC 9562 gives a meaning.
                    Shape.Uuid => new Guid(RandomNumberGenerator.GetBytes(16)).ToString("D"),
                    _ => throw new InvalidOperationException($"Nothing is made in the shape {spelling.Shape}."),
                }
        );

    public static byte[] Hash(SecretText token) => Hash(token.Reveal());

    /// <summary>Of a JWT's <c>jti</c>, which is no secret: nothing that could be presented as a token has the same.</summary>
    public static byte[] HashOfId(string id) => SHA256.HashData([NeverInText, .. Encoding.UTF8.GetBytes(id)]);

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
