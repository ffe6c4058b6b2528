using System.Net;
using System.Net.Sockets;

namespace Tokenhouse.Tests.Support;

/// <summary>A port that leads to a socket of this machine once it is opened. Until then, connections to it are refused.</summary>
public sealed class TcpRelay(string socket) : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, ServerProcess.FreePort());
    private readonly CancellationTokenSource stopped = new();
    private Task serving = Task.CompletedTask;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Open()
    {
        listener.Start();
        serving = Serve();
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await serving;
        listener.Dispose();
        stopped.Dispose();
    }

    private async Task Serve()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(Relay(await listener.AcceptSocketAsync(stopped.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Relay(Socket from)
    {
        using var to = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await to.ConnectAsync(new UnixDomainSocketEndPoint(socket), stopped.Token);
            await using NetworkStream there = new(to);
            await using NetworkStream here = new(from, ownsSocket: true);
            await Task.WhenAny(here.CopyToAsync(there, stopped.Token), there.CopyToAsync(here, stopped.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // one side has closed the connection, or the test is over
        }
    }
}
