using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Deletes expired rows. One server of the datacentre does it at a time. It deletes a few rows in each transaction and pauses between
/// them, so that requests don't wait for it, however many rows there are.
/// </summary>
public sealed partial class CleanupService(IDbContextFactory<Db> dbs, Retention kept, TimeProvider clock, ILogger<CleanupService> log)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The maximum number of rows deleted in one transaction.</summary>
    public const int Batch = 500;

    private const string TokensOfExpiredFamilies = """
        DELETE FROM "RefreshTokens" WHERE "Hash" IN (
            SELECT "RefreshTokens"."Hash" FROM "Families" JOIN "RefreshTokens" ON "RefreshTokens"."FamilyId" = "Families"."Id"
            WHERE "Families"."ExpiresAt" <= {0} LIMIT {1})
        """;

    private const string LeaseName = "sweep";
    private static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(30); // no request waits for it
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5); // real time, in which others can use the database

    // A code is kept for a day after its 60 seconds, so that a second use is still detected.
    private static readonly TimeSpan CodesKept = TimeSpan.FromDays(1);

    // An event may be written, or reported by an API, some hours after it happened.
    private static readonly TimeSpan UnprovedDaysKept = TimeSpan.FromDays(2);

    private readonly string holder = $"{System.Environment.MachineName}/{Guid.CreateVersion7()}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                CannotSweep(log, exception);
            }
        }
    }

    /// <summary>Deletes everything due, unless another server is doing so.</summary>
    public async Task Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await Delete("AccessTokens", ["Hash"], "ExpiresAt", now - AccessToken.Afterlife, cancellationToken);
        await Delete("RefreshTokens", ["Hash"], "ExpiresAt", now, cancellationToken);
        await Repeat(TokensOfExpiredFamilies, now, cancellationToken); // before the families themselves
        await Delete("Families", ["Id"], "ExpiresAt", now, cancellationToken);
        await Delete("Codes", ["Hash"], "ExpiresAt", now - CodesKept, cancellationToken);
        await Delete("Sessions", ["Id"], "ExpiresAt", now, cancellationToken);
        await Delete("Links", ["Hash"], "ExpiresAt", now, cancellationToken);
        await Delete("HandOvers", ["Hash"], "ExpiresAt", now, cancellationToken);
        await Delete("Invitations", ["Id"], "ExpiresAt", now, cancellationToken);
        await Delete("Throttles", ["Key"], "ExpiresAt", now, cancellationToken);
        await Delete("IdempotencyKeys", ["TenantId", "ClientId", "Key"], "ExpiresAt", now, cancellationToken);
        await Delete("Refusals", ["Id"], "At", now - kept.Refusals, cancellationToken);
        await Delete("UnprovedDays", ["TenantId", "Environment", "Kind", "Day"], "Day", now - UnprovedDaysKept, cancellationToken);
        await Delete("SignIns", ["Id"], "At", now - kept.Refusals, cancellationToken);
        await Delete(
            "Usages",
            ["TenantId", "Environment", "ClientId", "Dialect", "Minute"],
            "Minute",
            now - kept.Usages,
            cancellationToken
        );
        await Repeat(Erase("RefreshTokens", ["Hash"], "Successor", "GraceEndsAt"), now, cancellationToken);
        await Repeat(Erase("IdempotencyKeys", ["TenantId", "ClientId", "Key"], "Sealed", "AnswerExpiresAt"), now, cancellationToken);
    }

    private Task Delete(string table, string[] key, string expires, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var columns = Columns(key);
        return Repeat(
            $$"""DELETE FROM "{{table}}" WHERE ({{columns}}) IN (SELECT {{columns}} FROM "{{table}}" WHERE "{{expires}}" <= {0} ORDER BY "{{expires}}" LIMIT {1})""",
            before,
            cancellationToken
        );
    }

    private static string Erase(string table, string[] key, string column, string until) =>
        $$"""UPDATE "{{table}}" SET "{{column}}" = NULL WHERE ({{Columns(key)}}) IN (SELECT {{Columns(key)}} FROM "{{table}}" WHERE "{{column}}" IS NOT NULL AND "{{until}}" <= {0} LIMIT {1})""";

    private static string Columns(string[] key) => string.Join(", ", key.Select(column => $"\"{column}\""));

    // This syntax limits the rows on both databases; EF Core's SQL makes SQLite read the whole table for each batch.
    private async Task Repeat(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        int rows;
        do
        {
            await using var db = dbs.CreateDbContext();
            db.Database.SetCommandTimeout(StatementLimit);
            if (!await Lock(db, cancellationToken))
                return;
            rows = await db.Database.ExecuteSqlRawAsync(sql, [before.ToUnixTimeMilliseconds(), Batch], cancellationToken);
            if (rows == Batch)
                await Task.Delay(Pause, cancellationToken);
        } while (rows == Batch);
    }

    private async Task<bool> Lock(Db db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (at, until) = (now.ToUnixTimeMilliseconds(), (now + LeaseTime).ToUnixTimeMilliseconds());
        var held = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Leases" ("Name", "Holder", "Until") VALUES ({LeaseName}, {holder}, {until})
            ON CONFLICT ("Name") DO UPDATE SET "Holder" = excluded."Holder", "Until" = excluded."Until"
                WHERE "Leases"."Holder" = excluded."Holder" OR "Leases"."Until" <= {at}
            """,
            cancellationToken
        );
        return held == 1;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Couldn't delete expired rows. Trying again in a minute.")]
    private static partial void CannotSweep(ILogger log, Exception exception);
}
