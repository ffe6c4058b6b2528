using System.Net.Sockets;

namespace Samples;

/// <summary>
/// Resolves names that end in .localhost to this machine, for the demo. Browsers do this themselves (RFC 6761, 6.3); .NET asks the
/// system, and a minimal Debian or Windows doesn't know them. You don't need this with real host names.
/// </summary>
public static class Loopback
{
    public static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false, // token endpoints don't redirect, and credentials must not follow a redirect
            ConnectCallback = async (connection, cancellationToken) =>
            {
                var (host, port) = (connection.DnsEndPoint.Host, connection.DnsEndPoint.Port);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(IsOfThisMachine(host) ? "127.0.0.1" : host, port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

    private static bool IsOfThisMachine(string host) => host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
