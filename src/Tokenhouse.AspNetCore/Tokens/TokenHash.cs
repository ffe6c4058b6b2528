using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>How the client state names a token: base64url, without padding, of a SHA-256.</summary>
internal static class TokenHash
{
    private const byte NeverInText = 0xFF; // UTF-8 has no such octet, so no opaque token has the hash of a `jti`

    public static string OfId(string jti) => Base64Url.EncodeToString(SHA256.HashData([NeverInText, .. Encoding.UTF8.GetBytes(jti)]));

    public static string OfText(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
