using System.Net;
using System.Net.Sockets;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore;

/// <summary>Where calls come from, behind the proxies of the options.</summary>
internal sealed class Callers(TokenhouseOptions options)
{
    private readonly IReadOnlyList<IPNetwork> proxies = [.. options.Proxies.Select(IPNetwork.Parse)];

    private const int NetworkOctets = 6; // of IPv6: what a provider gives to one customer at most

    /// <summary>Who shares a bound: an IPv4 address, or an IPv6 network of 48 bits. Calls whose address cannot be determined share one.</summary>
    public string NetworkOf(HttpContext http) =>
        AddressOf(http) is not { } address ? ""
        : address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkOctets))
        : address.MapToIPv4().ToString();

    /// <summary>Null when it cannot be determined.</summary>
    public IPAddress? AddressOf(HttpContext http) =>
        ClientAddress.Find(http.Connection.RemoteIpAddress, http.Request.Headers["X-Forwarded-For"], proxies);
}
