using System.Security.Cryptography;
using System.Text;

namespace Tokenhouse.Core;

/// <summary>SHA-256 of a text's UTF-8. Enough for values that were drawn at random, which is all it is used for; a password needs a slow hash.</summary>
public static class TextHash
{
    public static byte[] Of(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static byte[] Of(SecretText text) => Of(text.Reveal());
}
