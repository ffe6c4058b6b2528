using System.Net;
using System.Net.Sockets;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Accounts;

/// <summary>Addresses as people read them, and as guessing is counted: IPv4 one by one, IPv6 by the 64 bits that one household has.</summary>
internal static class Network
{
    public static string Of(IPAddress? address) => Six(address) is { } six ? First(six, 64) : ClientAddress.Spelled(address);

    /// <summary>The 48 bits that whoever has many IPv6 networks usually has them in; null for IPv4.</summary>
    public static string? Around(IPAddress? address) => Six(address) is { } six ? First(six, 48) : null;

    private static IPAddress? Six(IPAddress? address) =>
        address is not null && ClientAddress.Plain(address) is { AddressFamily: AddressFamily.InterNetworkV6 } six ? six : null;

    private static string First(IPAddress six, int bits)
    {
        var octets = six.GetAddressBytes();
        octets.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(octets)}/{bits}";
    }
}
