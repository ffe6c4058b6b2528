using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that keeps the commits of requests waiting (with <see cref="AbortedRequests"/>), as one does that waits for its standby.</summary>
public sealed class HangingCommits : DbTransactionInterceptor
{
    private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    /// <summary>Whether the next commits wait.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public void Release()
    {
        Hangs = false;
        gate.SetResult();
        (gate, waiting) = (new(TaskCreationOptions.RunContinuationsAsynchronously), 0);
    }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
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
