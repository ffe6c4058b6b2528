using Microsoft.Extensions.Hosting;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.State;

namespace Tokenhouse.AspNetCore;

/// <summary>Polls each authority separately, so that a slow one doesn't delay the others.</summary>
internal sealed class ClientStatePollingService(
    AuthorityRegistry authorities,
    ClientStateFeeds feeds,
    TokenhouseOptions options,
    TimeProvider clock
) : BackgroundService
{
    private readonly long started = clock.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var ended in Task.WhenEach(authorities.All.Select(authority => FollowAsync(authority, stoppingToken))))
            await ended; // an exception that was not foreseen stops the API
    }

    // If a tick is due while the previous response is still awaited, it isn't lost: the next round begins at once.
    private async Task FollowAsync(Authority authority, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.StateInterval, clock);
        do await authority.FollowAsync(feeds, Round(), cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>The number of the current interval, the same for all authorities, so that those that share a feed poll it once.</summary>
    private long Round() => clock.GetElapsedTime(started).Ticks / options.StateInterval.Ticks;
}
