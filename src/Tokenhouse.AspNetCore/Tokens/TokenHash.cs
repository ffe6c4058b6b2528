using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>How the client state identifies a token: a SHA-256 in base64url, without padding.</summary>
internal static class TokenHash
{
    private const byte NeverInText = 0xFF; // UTF-8 never contains this octet, so no opaque token has the hash of a `jti`

    public static string OfId(string jti) => Base64Url.EncodeToString(SHA256.HashData([NeverInText, .. Encoding.UTF8.GetBytes(jti)]));

    public static string OfText(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
