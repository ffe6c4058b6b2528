using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.EventLog;

/// <summary>
/// Writes what <see cref="EventRecorder"/> collected, once a second and when the server stops. A batch that couldn't be
/// written is kept and written with the next one, but not forever. An event that the database refuses is lost without the others.
/// </summary>
public sealed partial class EventWriter(
    EventRecorder events,
    IDbContextFactory<Db> dbs,
    Retention kept,
    TimeProvider clock,
    ILogger<EventWriter> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a batch that can't be written is kept.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    private readonly UnprovedRefusals unproved = new(kept.UnprovedADay);
    private EventBatch batch = new();
    private DateTimeOffset? failingSince;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWrite(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryWrite(CancellationToken.None); // a batch in progress is completed
    }

    private async Task TryWrite(CancellationToken cancellationToken)
    {
        while (events.TryTake(out var taken))
            batch.Add(taken);
        if (batch.IsEmpty)
            return;
        try
        {
            await Attribute(cancellationToken);
            await Write(batch.Rows(), cancellationToken);
            (batch, failingSince) = (new(), null);
        }
        catch (Exception exception)
        {
            failingSince ??= clock.GetUtcNow();
            if (clock.GetUtcNow() - failingSince < Patience)
                CannotWrite(log, exception);
            else
                GiveUp(exception);
        }
    }

    /// <summary>Looks up the account of a sign-in or attempt here, where no response waits for it, so that timing doesn't reveal whether the account exists.</summary>
    private async Task Attribute(CancellationToken cancellationToken)
    {
        if (batch.Typed.Count == 0)
            return;
        await using var db = dbs.CreateDbContext();
        var known = await db
            .Accounts.AsNoTracking()
            .Where(account => batch.Typed.Contains(account.NormalizedEmail!))
            .Select(account => new
            {
                account.NormalizedEmail,
                account.Email,
                Tenants = account.Memberships.Select(membership => membership.TenantId).ToList(),
            })
            .ToDictionaryAsync(row => row.NormalizedEmail!, row => new KnownAccount(row.Email!, row.Tenants), cancellationToken);
        batch.Attribute(known);
    }

    /// <summary>
    /// Writes all in one transaction. If the database refuses one, the others are written without it: the batch is halved until it
    /// is isolated.
    /// </summary>
    private async Task Write(IReadOnlyList<EventRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            await WriteTogether(rows, cancellationToken);
        }
        catch (Exception exception) when (exception.IsAboutTheRow())
        {
            if (rows is [var alone])
            {
                Lost(log, alone.GetType().Name, exception.GetBaseException().GetType().Name);
                EventRecorder.CountDropped(1);
                alone.Forget();
                return;
            }
            await Write([.. rows.Take(rows.Count / 2)], cancellationToken);
            await Write([.. rows.Skip(rows.Count / 2)], cancellationToken);
        }
    }

    private async Task WriteTogether(IReadOnlyList<EventRow> rows, CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.Begin(cancellationToken);
        foreach (var row in rows.Where(row => row is not EventRow.Tokens))
            await Write(db, row, cancellationToken);
        if (Folded(rows) is { Count: > 0 } refusals)
            await unproved.Write(db, refusals, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        // All servers count in the same rows, so these are locked last, and in one order.
        foreach (var tokens in rows.OfType<EventRow.Tokens>().OrderBy(row => (row.Usage.TenantId, row.Usage.ClientId, row.Usage.Minute)))
            await Write(db, tokens, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var row in rows)
            row.Forget();
    }

    private static List<Refusal> Folded(IReadOnlyList<EventRow> rows) =>
        [.. rows.OfType<EventRow.Refused>().Select(row => row.Refusal).Where(refusal => refusal.IsFolded)];

    private static Task Write(Db db, EventRow row, CancellationToken cancellationToken)
    {
        switch (row)
        {
            case EventRow.Tokens tokens:
                return Count(db, tokens.Usage, cancellationToken);
            case EventRow.SecretUsed used:
                return db
                    .Secrets.IgnoreQueryFilters([Db.OwnerFilter])
                    .Where(secret => secret.Id == used.Secret && (secret.LastUsedAt == null || secret.LastUsedAt < used.At))
                    .ExecuteUpdateAsync(secret => secret.SetProperty(s => s.LastUsedAt, used.At), cancellationToken);
            case EventRow.NetworkMatched matched:
                return db
                    .AllowedNetworks.IgnoreQueryFilters([Db.OwnerFilter])
                    .Where(entry => entry.Id == matched.Entry && (entry.LastMatchedAt == null || entry.LastMatchedAt < matched.At))
                    .ExecuteUpdateAsync(entry => entry.SetProperty(n => n.LastMatchedAt, matched.At), cancellationToken);
            case EventRow.Refused { Refusal.IsFolded: true }:
                return Task.CompletedTask; // together, below
            case EventRow.Refused refused:
                db.Refusals.Add(refused.Refusal); // saved together
                return Task.CompletedTask;
            case EventRow.SignedIn signedIn:
                db.SignIns.Add(signedIn.SignIn);
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"Nothing writes {row.GetType().Name}.");
        }
    }

    /// <summary>Both databases have the same upsert syntax. EF Core can't express it.</summary>
    private static async Task Count(Db db, Usage usage, CancellationToken cancellationToken)
    {
        var (environment, minute) = (usage.Environment.ToString(), usage.Minute.ToUnixTimeMilliseconds());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Usages" ("TenantId", "Environment", "ClientId", "Dialect", "Minute", "Issued")
            VALUES ({usage.TenantId}, {environment}, {usage.ClientId}, {usage.Dialect}, {minute}, {usage.Issued})
            ON CONFLICT ("TenantId", "Environment", "ClientId", "Dialect", "Minute")
            DO UPDATE SET "Issued" = "Usages"."Issued" + excluded."Issued"
            """,
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LastCalls" ("TenantId", "Environment", "ClientId", "Dialect", "At")
            VALUES ({usage.TenantId}, {environment}, {usage.ClientId}, {usage.Dialect}, {minute})
            ON CONFLICT ("TenantId", "Environment", "ClientId", "Dialect")
            DO UPDATE SET "At" = excluded."At" WHERE "LastCalls"."At" < excluded."At"
            """,
            cancellationToken
        );
    }

    private void GiveUp(Exception exception)
    {
        var rows = batch.Rows().Count;
        AllLost(log, rows, exception);
        EventRecorder.CountDropped(rows);
        (batch, failingSince) = (new(), null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events couldn't be written. Trying again later.")]
    private static partial void CannotWrite(ILogger log, Exception exception);

    // Without the exception itself, because its message may contain the data.
    [LoggerMessage(Level = LogLevel.Error, Message = "An event of the kind {Kind} was lost: the database refused it ({Failure}).")]
    private static partial void Lost(ILogger log, string kind, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Rows} events were lost because they couldn't be written for too long.")]
    private static partial void AllLost(ILogger log, int rows, Exception exception);
}
