using System.Net;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Finds the address that a request came from. Only configured proxies are trusted, and only about the address: hosts and schemes come from
/// configuration. A forwarded address from elsewhere is ignored and logged once, because it may come from a proxy that isn't configured.
/// </summary>
internal sealed partial class ForwardedAddressMiddleware(
    RequestDelegate next,
    IReadOnlyList<IPNetwork> proxies,
    ILogger<ForwardedAddressMiddleware> log
)
{
    private const string Header = "X-Forwarded-For";

    private int warned;

    public Task Invoke(HttpContext http)
    {
        var (connection, headers) = (http.Connection, http.Request.Headers);
        if (ClientAddress.IsProxy(connection.RemoteIpAddress, proxies))
            connection.RemoteIpAddress = ClientAddress.Find(connection.RemoteIpAddress, headers[Header], proxies);
        else if (
            warned == 0
            && (headers.ContainsKey(Header) || headers.ContainsKey("Forwarded"))
            && Interlocked.Exchange(ref warned, 1) == 0
        )
            NotConfigured(log, connection.RemoteIpAddress);
        return next(http);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A request from {Address} contains a forwarded address, but {Address} isn't in Tokenhouse:Proxies. If it is your proxy, add it. "
            + "Until then, everyone behind it counts as one address for throttling, allowlists and the log. This warning appears only once."
    )]
    private static partial void NotConfigured(ILogger log, IPAddress? address);
}
