using System.Text;

namespace Tokenhouse.Core;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> (RFC 6749, appendix B) strictly: a bad percent sequence or bytes that aren't
/// UTF-8 are refused instead of repaired, so that two readers never disagree about a request.
/// </summary>
public static class FormDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The pairs in the order sent, at most <see cref="Parameters.MaxCount"/> of them.</summary>
    public static Result<List<Parameter>, OAuthError> Decode(ReadOnlySpan<byte> form)
    {
        var pairs = new List<Parameter>();
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
                continue;
            if (pairs.Count == Parameters.MaxCount)
                return OAuthError.InvalidRequest($"The request has more than {Parameters.MaxCount} parameters.");

            var equals = pair.IndexOf((byte)'=');
            var name = DecodeText(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : DecodeText(pair[(equals + 1)..]);
            if (name is null || value is null)
                return OAuthError.InvalidRequest($"A parameter couldn't be decoded. Use percent-encoded UTF-8.");
            pairs.Add(new(name, value));
        }
        return pairs;
    }

    /// <summary>One name or value; null if it can't be decoded.</summary>
    public static string? DecodeText(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IndexOfAny((byte)'%', (byte)'+') < 0)
            return Text(encoded);

        var decoded = encoded.Length <= 1024 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var octet = encoded[i];
            if (octet == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2]))
                    return null;
                octet = (byte)((Nibble(encoded[i + 1]) << 4) | Nibble(encoded[i + 2]));
                i += 2;
            }
            else if (octet == '+')
                octet = (byte)' ';
            decoded[length++] = octet;
        }
        return Text(decoded[..length]);
    }

    private static int Nibble(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
            return null; // never meant as text, and not every database can query it
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null; // the framework's way to say "not UTF-8"; the caller handles it
        }
    }
}
