using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Tokenhouse.Tests.Support;

/// <summary>An authenticator app, written from RFC 6238 and RFC 4648 and not from the server.</summary>
public sealed class AuthenticatorApp(string key, TimeProvider clock)
{
    public string Key => key;

    /// <summary>What it shows now, or that many steps from now.</summary>
    public string Code(int steps = 0)
    {
        var step = (clock.GetUtcNow().ToUnixTimeSeconds() / 30) + steps;
        var counter = BitConverter.GetBytes(step).Reverse().ToArray();
#pragma warning disable CA5350 // the algorithm of every such app
        var mac = HMACSHA1.HashData(Secret(), counter);
#pragma warning restore CA5350
        var offset = mac[19] & 15;
        var number = ((mac[offset] & 127) << 24) | (mac[offset + 1] << 16) | (mac[offset + 2] << 8) | mac[offset + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>A code that is wrong now.</summary>
    public string Wrong() =>
        Enumerable
            .Range(0, 10)
            .Select(digit => new string((char)('0' + digit), 6))
            .First(code => code != Code() && code != Code(-1) && code != Code(1));

    private byte[] Secret()
    {
        var number = key.Aggregate(
            BigInteger.Zero,
            (sum, c) => (sum * 32) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal)
        );
        var octets = key.Length * 5 / 8;
        return
        [
            .. (number >> ((key.Length * 5) - (octets * 8)))
                .ToByteArray(isUnsigned: true, isBigEndian: true)
                .Reverse()
                .Concat(new byte[octets])
                .Take(octets)
                .Reverse(),
        ];
    }
}
