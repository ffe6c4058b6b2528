using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>Counts the connections that the server has taken from its pool and not given back.</summary>
public sealed class OpenConnections : DbConnectionInterceptor
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Interlocked.Increment(ref count);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref count);
        return Task.CompletedTask;
    }

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Interlocked.Decrement(ref count);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Interlocked.Decrement(ref count);
        return Task.CompletedTask;
    }
}
