using System.Net;
using System.Net.Sockets;

namespace Tokenhouse.Server.Accounts;

/// <summary>Addresses as people read them, and as guessing is counted: IPv4 one by one, IPv6 by the 64 bits that one household has.</summary>
internal static class Network
{
    public static string Spelled(IPAddress? address) => Plain(address)?.ToString() ?? "";

    public static string Of(IPAddress? address)
    {
        if (Plain(address) is not { AddressFamily: AddressFamily.InterNetworkV6 } six)
            return Spelled(address);
        var octets = six.GetAddressBytes();
        octets.AsSpan(8).Clear();
        return new IPAddress(octets) + "/64";
    }

    private static IPAddress? Plain(IPAddress? address) =>
        address switch
        {
            null => null,
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
            _ => new IPAddress(address.GetAddressBytes()), // without the zone that only this machine knows
        };
}
