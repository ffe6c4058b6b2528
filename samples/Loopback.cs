using System.Net.Sockets;

namespace Samples;

/// <summary>
/// Connects names that end in .localhost to this machine, for the demonstration. Browsers do so by themselves (RFC 6761, 6.3); .NET asks the
/// system, and a plain Debian or Windows does not know them. With real names you need none of this.
/// </summary>
public static class Loopback
{
    public static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false, // no token endpoint redirects, and credentials must not follow one that does
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
