using System.Net;
using System.Net.Sockets;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>The server and the integrator's sample as a newcomer starts them, on ports of their own: two processes.</summary>
public sealed class Demonstration : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private ServerProcess? server;
    private ServerProcess? sample;

    public int ServerPort { get; } = FreePort();

    public int Port { get; } = FreePort();

    public string Authority => $"http://login.dc3.localhost:{ServerPort}";

    public async ValueTask InitializeAsync()
    {
        server = new(
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{ServerPort}",
            "--Tokenhouse:DataFolder",
            folder.Path,
            "--Tokenhouse:Run:0",
            "dc3"
        );
        sample = await Sample(Authority, Port);
        await Eventually.True(() => Task.FromResult(server.Output.Contains("Press Ctrl+C to stop the server.", StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync()
    {
        sample?.Dispose();
        server?.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A person's browser. The address that the web client registered leads to the sample, wherever it listens.</summary>
    public BrowserSession Visitor() => new(Http(Port));

    public static async Task<ServerProcess> Sample(string authority, int port)
    {
        var started = ServerProcess.Sample("Integrator", "--Urls", $"http://127.0.0.1:{port}", "--Authority", authority);
        await Eventually.True(() => Task.FromResult(started.Output.Contains("Application started.", StringComparison.Ordinal)));
        return started;
    }

    public static HttpClient Http(int port) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                ConnectCallback = async (connection, cancellationToken) =>
                {
                    var asked = connection.DnsEndPoint.Port;
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync("127.0.0.1", asked == 8400 ? port : asked, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
