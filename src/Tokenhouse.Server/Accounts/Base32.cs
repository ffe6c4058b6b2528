namespace Tokenhouse.Server.Accounts;

/// <summary>Decodes base 32 (RFC 4648, 6), the format of authenticator apps' keys.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] Decode(string text)
    {
        var octets = new List<byte>(text.Length * 5 / 8);
        var (held, bits) = (0, 0);
        foreach (var character in text.TrimEnd('='))
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("A key of an authenticator app is written in base 32.");
            (held, bits) = (((held << 5) | value) & 0xFFF, bits + 5);
            if (bits < 8)
                continue;
            bits -= 8;
            octets.Add((byte)(held >> bits));
        }
        return [.. octets];
    }
}
