namespace Tokenhouse.Server.Data;

/// <summary>All of this server that keep things in memory, and are told when those have changed.</summary>
public sealed partial class Followers(ILogger<Followers> log)
{
    private readonly List<IFollower> all = [];

    /// <summary>Registers one; called while the datacentre is being built, before anything is read.</summary>
    public void Add(IFollower follower) => all.Add(follower);

    /// <summary>Tells every one, also those after one that fails; false when one did.</summary>
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{Follower} could not follow a change; it is told again.")]
    private static partial void CannotFollow(ILogger log, string follower, Exception exception);
}
