using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace Tokenhouse.Shared;

/// <summary>
/// Finds the address that a request came from. Only configured proxies are trusted, each about the previous hop. If one of them
/// sends nothing readable, the address is unknown; the proxy's own address isn't used instead.
/// </summary>
internal static class ClientAddress
{
    /// <param name="peer">The other end of the connection.</param>
    /// <param name="forwardedFor">The request's <c>X-Forwarded-For</c>.</param>
    /// <param name="proxies">The networks of the proxies. If empty, the peer is the client.</param>
    /// <returns>The nearest address that isn't a proxy's, or else the farthest one listed; null if it can't be determined.</returns>
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

    /// <summary>Converts mapped addresses to IPv4, and removes the zone, which has a meaning only on this machine.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily is AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new(address.GetAddressBytes())
        : address;

    /// <summary>The canonical spelling of an address; empty if there is none.</summary>
    public static string Format(IPAddress? address) => address is null ? "" : Plain(address).ToString();

    /// <summary>Whether an address belongs to a proxy.</summary>
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

    /// <summary>Parses an address with an optional port. Refuses spellings that readers interpret differently, such as <c>010.0.0.1</c>.</summary>
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
