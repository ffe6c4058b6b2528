using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Follows the changes committed by any server of the datacentre, and notifies local caches. A change
/// is known everywhere within <see cref="Interval"/> plus the time of one query. If the feed can't be read for
/// <see cref="DatabaseOptions.OutageAllowance"/>, all caches are cleared, so that outdated answers are no longer given.
/// </summary>
public sealed partial class ChangeFeed(
    IDbContextFactory<Db> dbs,
    CacheInvalidator cacheInvalidator,
    Freshness freshness,
    TimeProvider clock,
    ILogger<ChangeFeed> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);
    private static readonly TimeSpan QueryLimit = TimeSpan.FromSeconds(2); // a query that hangs counts as failed
    private const int Page = 1000;

    private DateTimeOffset lastRead;
    private DateTimeOffset lastSweep;
    private long position;

    /// <summary>The last change that followers were notified of.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>Whether caches are at most <see cref="DatabaseOptions.OutageAllowance"/> old.</summary>
    public bool IsCurrent => clock.GetUtcNow() - lastRead < freshness.OutageAllowance;

    /// <summary>Starts reading from here. Everything loaded afterwards is covered.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var startedAt = freshness.Now;
        await using (var db = dbs.CreateDbContext())
            position = await db.Changes.MaxAsync(change => (long?)change.Id, cancellationToken) ?? 0;
        lastRead = lastSweep = clock.GetUtcNow();
        freshness.DatabaseAnswered(startedAt);
        freshness.FeedWasRead(startedAt);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Read(stoppingToken);
                await Sweep(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested) // the driver may cancel too, which must not end the feed
            {
                CannotRead(log, exception);
                if (!IsCurrent)
                    await cacheInvalidator.Tell(follower => follower.Forget(stoppingToken), stoppingToken);
            }
        }
    }

    private async Task Read(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        db.IsProbe = true;
        db.Database.SetCommandTimeout(QueryLimit);
        var missed = !IsCurrent; // rows may have been swept in the meantime
        var startedAt = freshness.Now;
        List<Change> changes;
        do
        {
            changes = await db
                .Changes.AsNoTracking()
                .Where(change => change.Id > position)
                .OrderBy(change => change.Id)
                .Take(Page)
                .ToListAsync(cancellationToken);
            freshness.DatabaseAnswered(startedAt);
            var told = true;
            foreach (var cacheKey in changes.Select(change => new CacheKey(change.Topic, change.Key)).Distinct())
                told &= await cacheInvalidator.Tell(follower => follower.Changed(cacheKey, cancellationToken), cancellationToken);
            if (!told)
                return; // notified again the next time
            if (changes.Count > 0)
                Interlocked.Exchange(ref position, changes[^1].Id);
        } while (changes.Count == Page);

        if (missed && !await cacheInvalidator.Tell(follower => follower.Forget(cancellationToken), cancellationToken))
            return;
        lastRead = clock.GetUtcNow();
        freshness.FeedWasRead(startedAt);
    }

    private async Task Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - lastSweep < Retention)
            return;
        await using var db = dbs.CreateDbContext();
        await db.Changes.Where(change => change.At < now - Retention).ExecuteDeleteAsync(cancellationToken);
        lastSweep = now;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't read the change feed. Trying again.")]
    private static partial void CannotRead(ILogger log, Exception exception);
}
