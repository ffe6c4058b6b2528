namespace Tokenhouse.Server.Data;

/// <summary>This server's caches, which are notified of changes.</summary>
public sealed partial class CacheInvalidator(ILogger<CacheInvalidator> log)
{
    private readonly List<ICacheInvalidationListener> all = [];

    /// <summary>Registers one; called while the datacentre is being built, before anything is read.</summary>
    public void Add(ICacheInvalidationListener follower) => all.Add(follower);

    /// <summary>Notifies every one, even after one fails. Returns false if one failed.</summary>
    public async Task<bool> Tell(Func<ICacheInvalidationListener, ValueTask> tell, CancellationToken cancellationToken)
    {
        var told = true;
        foreach (var follower in all)
            try
            {
                await tell(follower);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                CannotFollow(log, follower.GetType().Name, exception);
                told = false;
            }
        return told;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Follower} couldn't apply a change. Notifying it again.")]
    private static partial void CannotFollow(ILogger log, string follower, Exception exception);
}
