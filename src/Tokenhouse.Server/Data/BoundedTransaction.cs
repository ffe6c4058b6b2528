using Microsoft.EntityFrameworkCore.Storage;

namespace Tokenhouse.Server.Data;

/// <summary>
/// A transaction whose caller waits only for a limited time until it is committed. A commit that takes longer isn't cancelled: PostgreSQL would commit without its
/// standby, so that the data is visible although the caller was told to try again. It continues in the background, and the context is disposed when it ends.
/// </summary>
internal sealed class BoundedTransaction(Db db, IDbContextTransaction inner, TimeSpan limit, TimeProvider clock) : IDbContextTransaction
{
    private Task? commit;
    private bool isLate;

    public Guid TransactionId => inner.TransactionId;

    /// <summary>What is done after a commit that took longer than the caller waited.</summary>
    public Func<Task> AfterLateCommit { get; set; } = () => Task.CompletedTask;

    /// <exception cref="TimeoutException">The commit takes too long, and continues.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        commit = inner.CommitAsync(CancellationToken.None);
        try
        {
            await commit.WaitAsync(limit, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            isLate = true; // also if it ends before the caller has left
            throw;
        }
    }

    public Task RollbackAsync(CancellationToken cancellationToken = default) => inner.RollbackAsync(cancellationToken);

    public void Commit() => throw new NotSupportedException("Commit asynchronously.");

    public void Rollback() => inner.Rollback();

    public void Dispose() => inner.Dispose();

    /// <summary>A database that doesn't respond isn't waited for either.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isLate && commit is not null)
        {
            db.IsAbandoned = true;
            _ = Finish(commit);
            return;
        }
        var disposal = inner.DisposeAsync().AsTask();
        try
        {
            await disposal.WaitAsync(limit, clock, CancellationToken.None);
        }
        catch (TimeoutException) when (!disposal.IsCompleted)
        {
            db.IsAbandoned = true;
            _ = Finish(disposal);
        }
    }

    private async Task Finish(Task pending)
    {
        try
        {
            await pending;
            if (pending == commit)
                await AfterLateCommit();
        }
        catch (Exception exception)
        {
            db.ReportLateFailure(exception);
        }
        finally
        {
            await inner.DisposeAsync();
            db.IsAbandoned = false;
            await db.DisposeAsync();
        }
    }
}
