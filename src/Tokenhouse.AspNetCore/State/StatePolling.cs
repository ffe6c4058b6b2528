using Microsoft.Extensions.Hosting;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.State;

/// <summary>Follows all authorities, round after round. One that is slow does not hold up the others.</summary>
internal sealed class StatePolling(KnownAuthorities authorities, StateFeeds feeds, TokenhouseOptions options, TimeProvider clock)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.StateInterval, clock);
        var following = authorities.All.ToDictionary(authority => authority, _ => Task.CompletedTask);
        try
        {
            for (var round = 0L; ; round++)
            {
                foreach (var authority in authorities.All)
                    if (following[authority].IsCompleted)
                    {
                        await following[authority]; // what nobody foresaw is not swallowed: it stops the host
                        following[authority] = authority.FollowAsync(feeds, round, stoppingToken);
                    }
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(following.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // cancelled like this
        }
    }
}
