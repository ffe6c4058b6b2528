using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace Tokenhouse.Shared;

/// <summary>
/// Finds the address that a request came from. Only proxies that were configured are believed, each about the hop before it; when one of them
/// says nothing that can be read, nobody knows the address, and it is not mistaken for the proxy's own.
/// </summary>
internal static class ClientAddress
{
    /// <param name="peer">The other end of the connection.</param>
    /// <param name="forwardedFor">The request's <c>X-Forwarded-For</c>.</param>
    /// <param name="proxies">The networks of the proxies; none: the peer is the client.</param>
    /// <returns>The nearest address that is no proxy's, or else the farthest that was named; null when it cannot be determined.</returns>
    public static IPAddress? Find(IPAddress? peer, StringValues forwardedFor, IReadOnlyList<IPNetwork> proxies)
    {
        if (!IsProxy(peer, proxies))
            return peer;
        IPAddress? farthest = null;
        foreach (var text in forwardedFor.SelectMany(line => (line ?? "").Split(',')).Reverse())
        {
            if (!TryRead(text.Trim(), out farthest))
                return null;
            if (!IsProxy(farthest, proxies))
                return farthest;
        }
        return farthest;
    }

    /// <summary>IPv4 as itself, and without the zone that only this machine knows.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily is AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new(address.GetAddressBytes())
        : address;

    /// <summary>One spelling for one address; empty when there is none.</summary>
    public static string Spelled(IPAddress? address) => address is null ? "" : Plain(address).ToString();

    /// <summary>Whether an address is one of the proxies'.</summary>
    public static bool IsProxy(IPAddress? address, IReadOnlyList<IPNetwork> proxies)
    {
        if (address is null)
            return false;
        var plain = Plain(address);
        foreach (var proxy in proxies)
            if (proxy.Contains(plain))
                return true;
        return false;
    }

    /// <summary>An address, with a port perhaps. Spellings that different readers read differently are not read: <c>010.0.0.1</c>.</summary>
    private static bool TryRead(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (!IPEndPoint.TryParse(text, out var read))
            return false;
        address = read.Address;
        return address.AddressFamily is not AddressFamily.InterNetwork
            || text == address.ToString()
            || text.StartsWith($"{address}:", StringComparison.Ordinal);
    }
}
