using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that keeps the queries of requests waiting (with <see cref="AbortedRequests"/>).</summary>
public sealed class HangingReads : DbCommandInterceptor
{
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    public bool Hangs { get; set; }

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public void Release()
    {
        Hangs = false;
        gate.SetResult();
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (Hangs && AbortedRequests.IsRequest)
        {
            Interlocked.Increment(ref waiting);
            await gate.Task;
        }
        return result;
    }
}
