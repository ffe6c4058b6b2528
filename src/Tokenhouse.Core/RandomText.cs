using System.Security.Cryptography;

namespace Tokenhouse.Core;

/// <summary>Texts that cannot be guessed. What is stored of them is their <see cref="TextHash"/>.</summary>
public static class RandomText
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>256 random bits, as 43 characters that need no escape in a URL.</summary>
    public static string Base64Url() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>190 random bits, as 32 letters and digits.</summary>
    public static string Alphanumeric() => RandomNumberGenerator.GetString(LettersAndDigits, 32);
}
