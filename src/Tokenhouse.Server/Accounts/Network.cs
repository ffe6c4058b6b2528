using System.Net;
using System.Net.Sockets;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Accounts;

/// <summary>Addresses as people read them, and the networks around them by which attempts are counted.</summary>
internal static class Network
{
    /// <summary>
    /// The networks of an address, each wider than the one before: IPv4 by the address alone, IPv6 by the 64 bits of one household, the 56 of one
    /// subscriber and the 48 of one site.
    /// </summary>
    public static IReadOnlyList<string> Around(IPAddress? address) =>
        Plain(address) is { AddressFamily: AddressFamily.InterNetworkV6 } six
            ? [First(six, 64), First(six, 56), First(six, 48)]
            : [ClientAddress.Spelled(address)];

    /// <summary>What one attacker can easily have: 24 bits of IPv4, 48 of IPv6.</summary>
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
