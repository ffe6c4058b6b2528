using System.Net;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore;

/// <summary>Where calls come from, behind the proxies of the options.</summary>
internal sealed class Callers(TokenhouseOptions options)
{
    private readonly IReadOnlyList<IPNetwork> proxies = [.. options.Proxies.Select(IPNetwork.Parse)];

    /// <summary>Null when it cannot be determined.</summary>
    public IPAddress? AddressOf(HttpContext http) =>
        ClientAddress.Find(http.Connection.RemoteIpAddress, http.Request.Headers["X-Forwarded-For"], proxies);
}
