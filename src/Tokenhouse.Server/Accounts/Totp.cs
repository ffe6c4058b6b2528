using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Time-based one-time passwords (RFC 6238) as in every authenticator app: HMAC-SHA-1, six digits, 30 seconds. It only determines which step
/// a code belongs to; <see cref="SecondFactor"/> makes sure that none is accepted twice.
/// </summary>
public static class Totp
{
    public const int Digits = 6;
    public const int StepSeconds = 30;

    private const int Tolerance = 1; // allows for clock differences and slow typing

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The step of a code; null if it isn't a code of the previous, current or next step.</summary>
    public static long? Match(byte[] key, string code, DateTimeOffset now)
    {
        var (presented, current) = (Encoding.UTF8.GetBytes(code), StepAt(now));
        long? found = null;
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
            if (CryptographicOperations.FixedTimeEquals(presented, Encoding.UTF8.GetBytes(Code(key, step))))
                found = step;
        return found;
    }

    /// <summary>The code of a step (RFC 4226, 5.3).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Authenticator apps use SHA-1, and its collisions don't affect HMAC.")]
    public static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
