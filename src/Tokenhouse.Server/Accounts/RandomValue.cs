using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tokenhouse.Server.Accounts;

/// <summary>256 random bits for a cookie or a link; what is stored is their hash.</summary>
internal static class RandomValue
{
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
