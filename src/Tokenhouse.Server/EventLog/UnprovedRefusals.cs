using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.EventLog;

/// <summary>
/// Writes refusals that anyone may have caused, and notes, which a program may cause with each call. Identical ones within an hour are added to one row. For each tenant, environment and kind, a bounded
/// number of rows is kept a day, and one more row counts the rest. The count is a row that all servers increase, in the transaction of what
/// it counts, so restarts and additional servers don't change it.
/// </summary>
/// <param name="mostADay">The bound.</param>
internal sealed class UnprovedRefusals(int mostADay)
{
    private const int AskedAtOnce = 500;

    public async Task Write(Db db, IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        var known = await Known(db, refusals, cancellationToken);
        // In the same order on all servers, so that they can't deadlock.
        var days = refusals
            .GroupBy(Day.Of)
            .OrderBy(day => day.Key.Tenant)
            .ThenBy(day => day.Key.Environment)
            .ThenBy(day => day.Key.Begin)
            .ThenBy(day => day.Key.Kind, StringComparer.Ordinal);
        foreach (var day in days)
        {
            var (added, fresh) = (day.Where(row => known.Contains(row.Id)).ToList(), day.Where(row => !known.Contains(row.Id)).ToList());
            var room = fresh.Count == 0 ? 0 : await Take(db, day.Key, fresh.Count, cancellationToken);
            foreach (var row in added.Concat(fresh.Take(room)).OrderBy(row => row.Id))
                await Add(db, row, cancellationToken);
            if (fresh.Count > room)
                await Add(db, NotKept(day.Key, [.. fresh.Skip(room)]), cancellationToken);
        }
    }

    private static async Task<HashSet<Guid>> Known(Db db, IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        var known = new HashSet<Guid>();
        foreach (var ids in refusals.Select(row => row.Id).Chunk(AskedAtOnce))
            known.UnionWith(
                await db
                    .Refusals.IgnoreQueryFilters([Db.OwnerFilter])
                    .Where(row => ids.Contains(row.Id))
                    .Select(row => row.Id)
                    .ToListAsync(cancellationToken)
            );
        return known;
    }

    /// <summary>How many of the new rows fit.</summary>
    private async Task<int> Take(Db db, Day day, int wanted, CancellationToken cancellationToken)
    {
        var (environment, begin) = (day.Environment.ToString(), day.Begin.ToUnixTimeMilliseconds());
        // Both databases have the same upsert syntax and return the new count in the same statement.
        var counts = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO "UnprovedDays" ("TenantId", "Environment", "Kind", "Day", "Rows")
                VALUES ({day.Tenant}, {environment}, {day.Kind}, {begin}, {wanted})
                ON CONFLICT ("TenantId", "Environment", "Kind", "Day")
                DO UPDATE SET "Rows" = "UnprovedDays"."Rows" + excluded."Rows"
                RETURNING "Rows" AS "Value"
                """
            )
            .ToListAsync(cancellationToken);
        return (int)Math.Clamp(mostADay - (counts[0] - wanted), 0, wanted);
    }

    private Refusal NotKept(Day day, IReadOnlyList<Refusal> refusals)
    {
        var first = refusals[0];
        return new()
        {
            Id = day.Id,
            TenantId = day.Tenant,
            Environment = day.Environment,
            ClientId = null,
            Kind = day.Kind,
            Dialect = "",
            Code = first.Code,
            Reason =
                $"further refusals of this kind weren't kept: the log keeps at most {mostADay} different ones a day from requests that prove no secret",
            Address = "",
            CorrelationId = first.CorrelationId,
            At = first.At,
            Count = refusals.Sum(row => row.Count),
        };
    }

    private static Task<int> Add(Db db, Refusal row, CancellationToken cancellationToken)
    {
        var (environment, at) = (row.Environment.ToString(), row.At.ToUnixTimeMilliseconds());
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Refusals" ("Id", "TenantId", "Environment", "Operation", "Kind", "IsProved", "Person", "ClientId", "Dialect",
                "ApiIdentifier", "Path", "Code", "Reason", "Address", "CorrelationId", "At", "Count")
            VALUES ({row.Id}, {row.TenantId}, {environment}, {row.Operation}, {row.Kind}, {row.IsProved}, {row.Person}, {row.ClientId},
                {row.Dialect}, {row.ApiIdentifier}, {row.Path}, {row.Code}, {row.Reason}, {row.Address}, {row.CorrelationId}, {at}, {row.Count})
            ON CONFLICT ("Id") DO UPDATE SET "Count" = "Refusals"."Count" + excluded."Count"
            """,
            cancellationToken
        );
    }

    /// <summary>The unit of the bound.</summary>
    private sealed record Day(long Tenant, TenantEnvironment Environment, string Kind, DateTimeOffset Begin)
    {
        /// <summary>The ID of the row that counts the refusals that weren't kept.</summary>
        public Guid Id => RefusalKey.IdOf($"{Tenant} {Environment} {Kind} {Begin.ToUnixTimeSeconds()} not kept");

        public static Day Of(Refusal row) =>
            new(row.TenantId, row.Environment, row.Kind, new DateTimeOffset(row.At.UtcDateTime.Date, TimeSpan.Zero));
    }
}
