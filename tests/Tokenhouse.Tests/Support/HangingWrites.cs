using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that does not answer what begins a transaction, until it is released.</summary>
public sealed class HangingWrites : DbTransactionInterceptor
{
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    public bool Hangs { get; set; }

    /// <summary>How many hang.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public void Release()
    {
        Hangs = false;
        gate.SetResult();
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    )
    {
        if (Hangs)
        {
            Interlocked.Increment(ref waiting);
            await gate.Task.WaitAsync(cancellationToken);
        }
        return result;
    }
}
