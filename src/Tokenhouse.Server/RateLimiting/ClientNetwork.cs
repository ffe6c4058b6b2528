using System.Net;
using System.Net.Sockets;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.RateLimiting;

/// <summary>Readable addresses, and the networks around them for which attempts are counted.</summary>
internal static class ClientNetwork
{
    /// <summary>
    /// The networks of an address, from narrow to wide: for IPv4 only the address, for IPv6 the 64 bits of a household, the 56 of a
    /// subscriber and the 48 of a site.
    /// </summary>
    public static IReadOnlyList<string> Around(IPAddress? address) =>
        Plain(address) is { AddressFamily: AddressFamily.InterNetworkV6 } six
            ? [First(six, 64), First(six, 56), First(six, 48)]
            : [ClientAddress.Format(address)];

    /// <summary>The network that an attacker can easily have: an IPv4 /24 or an IPv6 /48.</summary>
    public static string Block(IPAddress? address) =>
        Plain(address) is { } plain ? First(plain, plain.AddressFamily is AddressFamily.InterNetworkV6 ? 48 : 24) : "unknown";

    private static IPAddress? Plain(IPAddress? address) => address is null ? null : ClientAddress.Plain(address);

    private static string First(IPAddress address, int bits)
    {
        var octets = address.GetAddressBytes();
        octets.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(octets)}/{bits}";
    }
}
