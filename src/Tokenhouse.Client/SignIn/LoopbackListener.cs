using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tokenhouse.Client.SignIn;

/// <summary>
/// Receives the browser's return on a free port of the loopback interface (RFC 8252, 7.3). Any program of the machine can call it, so only
/// an answer that is accepted ends the wait.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int MostConnections = 32;
    private static readonly TimeSpan ConnectionTimeout = TimeSpan.FromSeconds(10);

    private readonly TcpListener listener;
    private readonly TimeProvider clock;
    private readonly string path;
    private readonly SemaphoreSlim free = new(MostConnections);

    public LoopbackListener(Uri registered, TimeProvider clock)
    {
        (this.clock, path) = (clock, registered.AbsolutePath);
        listener = new(IPAddress.Parse(registered.Host.Trim('[', ']')), 0);
        listener.Start(MostConnections);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        RedirectUri = string.Create(CultureInfo.InvariantCulture, $"http://{registered.Host}:{port}{path}");
    }

    /// <summary>The registered redirect URI, with the port.</summary>
    public string RedirectUri { get; }

    /// <summary>Waits for the first answer that is accepted. All others see a page that says so.</summary>
    public async Task<LoopbackAnswer> WaitAsync(
        Func<IReadOnlyDictionary<string, string>, bool> isAccepted,
        CancellationToken cancellationToken
    )
    {
        var accepted = new TaskCompletionSource<LoopbackAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = AcceptAsync(answer => isAccepted(answer.Parameters) && accepted.TrySetResult(answer), ended.Token);
        try
        {
            return await accepted.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await accepting;
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        free.Dispose();
    }

    private async Task AcceptAsync(Func<LoopbackAnswer, bool> take, CancellationToken cancellationToken)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                await free.WaitAsync(cancellationToken);
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(cancellationToken), take, cancellationToken));
                connections.RemoveAll(connection => connection.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    /// <summary>Browsers open connections in advance and send nothing on them, so each is served by itself.</summary>
    private async Task ServeAsync(TcpClient connection, Func<LoopbackAnswer, bool> take, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ConnectionTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var taken = false;
        try
        {
            var answer = await LoopbackAnswer.ReadAsync(connection, path, either.Token);
            taken = answer is not null && take(answer);
            if (!taken)
                await LoopbackAnswer.ShowAsync(
                    connection,
                    "404 Not Found",
                    "This page doesn't belong to a sign-in in progress.",
                    either.Token
                );
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // It closed, or sent nothing in time. The answer comes on another connection.
        }
        finally
        {
            if (!taken)
                connection.Dispose();
            free.Release();
        }
    }
}
