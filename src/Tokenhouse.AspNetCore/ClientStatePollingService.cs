using Microsoft.Extensions.Hosting;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.State;

namespace Tokenhouse.AspNetCore;

/// <summary>Follows each authority by itself, so that one that is slow does not hold up the others.</summary>
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

    // A tick that falls due while the last answer is still on its way is not lost: the next round then begins at once.
    private async Task FollowAsync(Authority authority, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.StateInterval, clock);
        do await authority.FollowAsync(feeds, Round(), cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>The same for all authorities within an interval: those that share a feed ask once.</summary>
    private long Round() => clock.GetElapsedTime(started).Ticks / options.StateInterval.Ticks;
}
