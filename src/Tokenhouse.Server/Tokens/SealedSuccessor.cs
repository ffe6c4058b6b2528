using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// A refresh token sealed under its predecessor: AES-256-GCM with a key that HKDF derives from the presented token. The database
/// contains only that token's hash, so only its bearer can unseal it.
/// </summary>
internal static class SealedSuccessor
{
    private static readonly int Nonce = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int Tag = AesGcm.TagByteSizes.MaxSize;

    public static byte[] Seal(SecretText successor, SecretText presented)
    {
        var plain = Encoding.UTF8.GetBytes(successor.Reveal());
        var whole = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, Nonce));
        using var aes = new AesGcm(Key(presented), Tag);
        aes.Encrypt(whole.AsSpan(0, Nonce), plain, whole.AsSpan(Nonce + Tag), whole.AsSpan(Nonce, Tag));
        return whole;
    }

    public static SecretText Open(byte[] whole, SecretText presented)
    {
        var plain = new byte[whole.Length - Nonce - Tag];
        using var aes = new AesGcm(Key(presented), Tag);
        aes.Decrypt(whole.AsSpan(0, Nonce), whole.AsSpan(Nonce + Tag), whole.AsSpan(Nonce, Tag), plain);
        return new(Encoding.UTF8.GetString(plain));
    }

    private static byte[] Key(SecretText presented) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(presented.Reveal()),
            outputLength: 32,
            info: "tokenhouse/refresh-successor"u8.ToArray()
        );
}
