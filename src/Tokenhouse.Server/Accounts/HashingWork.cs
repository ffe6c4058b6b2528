namespace Tokenhouse.Server.Accounts;

/// <summary>Something to compute on a thread for passwords. Two threads may do it at once; the first result counts.</summary>
internal abstract class HashingWork
{
    public abstract Task Finished { get; }

    public abstract void Do();

    public abstract void Refuse(ServerBusyException busy);
}

/// <inheritdoc/>
internal sealed class HashingWork<T>(Func<T> compute) : HashingWork
{
    private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => result.Task;

    public override Task Finished => result.Task;

    public override void Do()
    {
        try
        {
            result.TrySetResult(compute());
        }
        catch (Exception exception)
        {
            result.TrySetException(exception); // for the waiting caller
        }
    }

    public override void Refuse(ServerBusyException busy) => result.TrySetException(busy);
}
