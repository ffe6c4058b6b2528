using System.Net;
using System.Net.Sockets;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore;

/// <summary>Determines where calls come from, behind the configured proxies.</summary>
internal sealed class ClientIpResolver(TokenhouseOptions options)
{
    private readonly IReadOnlyList<IPNetwork> proxies = [.. options.Proxies.Select(IPNetwork.Parse)];

    private const int NetworkOctets = 6; // IPv6: the largest network that a provider gives to one customer

    /// <summary>The unit of a bound: an IPv4 address or an IPv6 /48. Calls with an unknown address share one.</summary>
    public string NetworkOf(HttpContext http) =>
        AddressOf(http) is not { } address ? ""
        : address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkOctets))
        : address.MapToIPv4().ToString();

    /// <summary>Null if it can't be determined.</summary>
    public IPAddress? AddressOf(HttpContext http) =>
        ClientAddress.Find(http.Connection.RemoteIpAddress, http.Request.Headers["X-Forwarded-For"], proxies);
}
