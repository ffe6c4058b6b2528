using System.Net;
using System.Net.Sockets;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A network in its stored, canonical spelling: <c>203.0.113.0/24</c>, <c>2001:db8::/32</c>; a single address is a network too.</summary>
public sealed class CanonicalNetwork
{
    private const string Field = "network";
    private const int MappedBits = 96; // of an IPv4 address that is written as IPv6 (RFC 4291, 2.5.5.2)

    private readonly IPNetwork network;

    private CanonicalNetwork(IPNetwork network) => this.network = network;

    public string Text => network.ToString();

    /// <summary>Parses a user's input; the problem says what to write instead.</summary>
    public static Result<CanonicalNetwork, Problem> Read(string written)
    {
        var text = written.Trim();
        if (text.Length == 0)
            return Problem.Invalid(Field, "Enter an address such as 203.0.113.7, or a network such as 203.0.113.0/24.");
        var parts = text.Split('/');
        if (parts.Length > 2 || !IsPlainAddress(parts[0], out var address))
            return Problem.Invalid(
                Field,
                $"{Shown(text)} isn't a valid IP address. Enter one such as 203.0.113.7 or 2001:db8::7, or a network such as 203.0.113.0/24."
            );
        var longest = address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        var length = longest;
        if (parts.Length == 2 && !(IsPlainNumber(parts[1], out length) && length <= longest))
            return Problem.Invalid(Field, $"After the slash in {Shown(text)}, write a number from 1 to {longest}.");
        if (address.IsIPv4MappedToIPv6)
        {
            if (length < MappedBits)
                return Problem.Invalid(Field, $"{Shown(text)} contains more than IPv4 addresses. Write the IPv4 network itself.");
            (address, length) = (address.MapToIPv4(), length - MappedBits);
        }
        if (length == 0)
            return Problem.Invalid(
                Field,
                "A network of all addresses allows everyone. If you don't need an allowlist, leave it empty, or ask the operator for an exemption."
            );
        var masked = Masked(address, length);
        return masked.Equals(address)
            ? new CanonicalNetwork(new(address, length))
            : Problem.Invalid(
                Field,
                $"{Shown(text)} doesn't start at the beginning of its network. Write {masked}/{length}, or {address} for the single address."
            );
    }

    // Only canonical addresses: some readers interpret 010.1.2.3 as octal and others as decimal, and 10.1 is short for another address.
    private static bool IsPlainAddress(string text, out IPAddress address)
    {
        if (
            !IPAddress.TryParse(text, out address!)
            || text.Contains('%', StringComparison.Ordinal)
            || text.Contains('[', StringComparison.Ordinal)
        )
            return false;
        return address.AddressFamily is AddressFamily.InterNetworkV6 || address.ToString() == text;
    }

    private static bool IsPlainNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 3
            && text.All(char.IsAsciiDigit)
            && (number = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) >= 0;
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(bytes);
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
