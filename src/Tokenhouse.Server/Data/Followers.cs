namespace Tokenhouse.Server.Data;

/// <summary>This server's caches, which are notified of changes.</summary>
public sealed partial class Followers(ILogger<Followers> log)
{
    private readonly List<IFollower> all = [];

    /// <summary>Registers one; called while the datacentre is being built, before anything is read.</summary>
    public void Add(IFollower follower) => all.Add(follower);

    /// <summary>Notifies every one, even after one fails. Returns false if one failed.</summary>
    public async Task<bool> Tell(Func<IFollower, ValueTask> tell, CancellationToken cancellationToken)
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
