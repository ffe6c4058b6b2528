using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Activity;

/// <summary>
/// Writes what <see cref="EventLog"/> collected, once a second and once more when the server stops. A batch that could not be
/// written is kept and written with the next one.
/// </summary>
public sealed partial class EventWriter(EventLog events, IDbContextFactory<Db> dbs, TimeProvider clock, ILogger<EventWriter> log)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private EventBatch batch = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWrite(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryWrite(CancellationToken.None); // a batch that has begun is finished
    }

    private async Task TryWrite(CancellationToken cancellationToken)
    {
        while (events.TryTake(out var taken))
            batch.Add(taken);
        if (batch.IsEmpty)
            return;
        try
        {
            await Write(batch, cancellationToken);
            batch = new();
        }
        catch (Exception exception)
        {
            CannotWrite(log, exception);
        }
    }

    private async Task Write(EventBatch batch, CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var usage in batch.Usages.OrderBy(usage => usage.ClientId, StringComparer.Ordinal)) // one order on all servers: no deadlock
            await Count(db, usage, cancellationToken);
        foreach (var (secret, at) in batch.SecretsUsed.OrderBy(entry => entry.Key))
            await db
                .Secrets.IgnoreQueryFilters([Db.OwnerFilter])
                .Where(row => row.Id == secret && (row.LastUsedAt == null || row.LastUsedAt < at))
                .ExecuteUpdateAsync(row => row.SetProperty(s => s.LastUsedAt, at), cancellationToken);
        foreach (var (entry, at) in batch.NetworksMatched.OrderBy(entry => entry.Key))
            await db
                .AllowedNetworks.IgnoreQueryFilters([Db.OwnerFilter])
                .Where(row => row.Id == entry && (row.LastMatchedAt == null || row.LastMatchedAt < at))
                .ExecuteUpdateAsync(row => row.SetProperty(n => n.LastMatchedAt, at), cancellationToken);
        db.Refusals.AddRange(batch.Refusals);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Both databases spell "insert or add to what is there" alike; EF Core has no word for it.</summary>
    private static Task<int> Count(Db db, Usage usage, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Usages" ("TenantId", "Environment", "ClientId", "Dialect", "Minute", "Issued")
            VALUES ({usage.TenantId}, {usage.Environment.ToString()}, {usage.ClientId}, {usage.Dialect}, {usage.Minute.ToUnixTimeMilliseconds()}, {usage.Issued})
            ON CONFLICT ("TenantId", "Environment", "ClientId", "Dialect", "Minute")
            DO UPDATE SET "Issued" = "Usages"."Issued" + excluded."Issued"
            """,
            cancellationToken
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events could not be written; they are kept for the next try.")]
    private static partial void CannotWrite(ILogger log, Exception exception);
}
