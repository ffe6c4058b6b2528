using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>The connections that the server has taken from its pool and not given back, with who took them.</summary>
public sealed class OpenConnections : DbConnectionInterceptor
{
    private readonly ConcurrentDictionary<Guid, StackTrace> open = [];

    public int Count => open.Count;

    /// <summary>Starts over: EF Core closes some of those that a start opens without telling interceptors.</summary>
    public void Forget() => open.Clear();

    /// <summary>Waits until none is open. What works in the background opens connections too, and closes them; those that wait for a reader would stay.</summary>
    public async Task AreAllClosed()
    {
        try
        {
            await Eventually.True(() => Task.FromResult(open.IsEmpty));
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{open.Count} connections stay open: {string.Join("\n\n", open.Values)}", exception);
        }
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Add(eventData);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Add(eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) =>
        open.TryRemove(eventData.ConnectionId, out _);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        open.TryRemove(eventData.ConnectionId, out _);
        return Task.CompletedTask;
    }

    private void Add(ConnectionEndEventData eventData) => open[eventData.ConnectionId] = new StackTrace(skipFrames: 2, fNeedFileInfo: true);
}
