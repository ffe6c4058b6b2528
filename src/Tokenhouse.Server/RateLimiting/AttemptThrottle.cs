using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.RateLimiting;

/// <summary>
/// Stops guessing at its source. Attempts are counted per target and network before they are checked, so
/// that parallel ones gain nothing. The person is never locked out on other networks. A network that fails everywhere is stopped too. Attempts over
/// a bound cost no write: the row is read at most once a second.
/// </summary>
public sealed class AttemptThrottle(IDbContextFactory<Db> dbs, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How often a count over its bound is read again, because another server may have reset it.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    /// <summary>How many keys over their bound are remembered.</summary>
    public const int MostRemembered = 10_000;

    // For each network around an address, from the narrowest: per target, and for all targets together.
    private static readonly int[] mostForOne = [5, 10, 20];
    private static readonly int[] mostForNetwork = [100, 150, 200];

    private readonly MemoryCache over = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    /// <summary>Counts an attempt. False if there were too many, so that it must not be checked.</summary>
    public async Task<bool> Admit(string guessed, IPAddress? from) => (await Attempt(Bounds(guessed, from))).IsAdmitted;

    /// <summary>Counts an attempt for an additional bound too.</summary>
    internal Task<Attempted> Admit(string guessed, IPAddress? from, RateLimit more) => Attempt([more, .. Bounds(guessed, from)]);

    /// <summary>Resets a target's attempts after a correct one.</summary>
    public async Task Succeeded(string guessed, IPAddress? from)
    {
        await Retract(OfNetwork(from)); // they know the password, so they did not guess
        await Forget([.. OfOne(guessed, from).Select(rateLimit => rateLimit.Key)]);
    }

    /// <summary>Uncounts an attempt that wasn't checked.</summary>
    public Task Retract(string guessed, IPAddress? from) => Retract(Bounds(guessed, from));

    /// <summary>Whether there were too many failures of a kind from one network, for values that can't be guessed but cost a query.</summary>
    public async Task<bool> IsOver(string kind, IPAddress? from) => (await FindOver(OfAll(kind, from))) is not null;

    /// <summary>Counts a failure of a kind from one network.</summary>
    public Task Failed(string kind, IPAddress? from) => Attempt(OfAll(kind, from));

    /// <summary>Whether this is the first time within the window. Of many simultaneous ones, one is the first.</summary>
    public Task<bool> IsFirst(string happening) => IsAmong(1, happening);

    /// <summary>Whether it is among a number of first times within the window.</summary>
    public async Task<bool> IsAmong(int most, string happening, TimeSpan? window = null) =>
        (await Attempt([new(happening, most, window ?? Window)])).IsAdmitted;

    public void Dispose() => over.Dispose();

    internal async Task Retract(IReadOnlyList<RateLimit> bounds)
    {
        await using var db = dbs.CreateDbContext();
        foreach (var hash in bounds.Select(rateLimit => TextHash.Of(rateLimit.Key))) // one by one, because several would be locked in another order
            await db
                .Throttles.Where(row => row.Key == hash && row.Failures > 0)
                .ExecuteUpdateAsync(row => row.SetProperty(t => t.Failures, t => t.Failures - 1));
    }

    internal async Task Forget(params IReadOnlyList<string> keys)
    {
        await using var db = dbs.CreateDbContext();
        foreach (var key in keys)
        {
            var hash = TextHash.Of(key);
            await db.Throttles.Where(row => row.Key == hash).ExecuteDeleteAsync();
            over.Remove(key);
        }
    }

    private static IReadOnlyList<RateLimit> Bounds(string guessed, IPAddress? from) => [.. OfNetwork(from), .. OfOne(guessed, from)];

    private static IReadOnlyList<RateLimit> OfNetwork(IPAddress? from) => OfAll("network", from);

    private static IReadOnlyList<RateLimit> OfAll(string kind, IPAddress? from) =>
        [.. ClientNetwork.Around(from).Select((network, width) => new RateLimit($"{kind}\n{network}", mostForNetwork[width], Window))];

    private static IReadOnlyList<RateLimit> OfOne(string guessed, IPAddress? from) =>
        [.. ClientNetwork.Around(from).Select((network, width) => new RateLimit($"{guessed}\n{network}", mostForOne[width], Window))];

    private async Task<Attempted> Attempt(IReadOnlyList<RateLimit> bounds)
    {
        if (await FindOver(bounds) is { } until)
            return new(Count: 0, until);
        var counts = await Count(bounds);
        foreach (var rateLimit in bounds)
            if (counts[rateLimit.Key] is var (count, ends) && count > rateLimit.MostAt(clock.GetUtcNow(), ends))
                return new(count, rateLimit.OpensAt(count - 1, ends));
        return new(counts[bounds[0].Key].Count, Until: null);
    }

    /// <summary>Until when one of the bounds is reached; null if none is.</summary>
    private async Task<DateTimeOffset?> FindOver(IReadOnlyList<RateLimit> bounds)
    {
        var now = clock.GetUtcNow();
        foreach (var rateLimit in bounds)
            if (over.TryGetValue(rateLimit.Key, out Remembered? known) && known!.At > now - Memory && known.Until > now)
                return known.Until;
        var byHash = bounds.ToDictionary(rateLimit => Convert.ToHexString(TextHash.Of(rateLimit.Key)));
        var hashes = bounds.Select(rateLimit => TextHash.Of(rateLimit.Key)).ToList();
        await using var db = dbs.CreateDbContext();
        var rows = await db.Throttles.AsNoTracking().Where(row => hashes.Contains(row.Key) && row.ExpiresAt > now).ToListAsync();
        foreach (var row in rows)
        {
            var rateLimit = byHash[Convert.ToHexString(row.Key)];
            if (row.Failures < rateLimit.MostAt(now, row.ExpiresAt))
                continue;
            var until = rateLimit.OpensAt(row.Failures, row.ExpiresAt);
            over.Set(rateLimit.Key, new Remembered(now, until), new MemoryCacheEntryOptions { Size = 1 });
            return until;
        }
        return null;
    }

    /// <summary>
    /// Counts for all bounds in one statement: one write per attempt. Both databases have the same upsert syntax, and return the new
    /// counts.
    /// </summary>
    private async Task<Dictionary<string, (int Count, DateTimeOffset Ends)>> Count(IReadOnlyList<RateLimit> bounds)
    {
        var now = clock.GetUtcNow();
        List<object> values = [now.ToUnixTimeMilliseconds()];
        var rows = new List<string>();
        foreach (var rateLimit in bounds)
        {
            rows.Add($"({{{values.Count}}}, 1, {{{values.Count + 1}}})");
            values.AddRange([TextHash.Of(rateLimit.Key), (now + rateLimit.Window).ToUnixTimeMilliseconds()]);
        }
        var sql = $$"""
            INSERT INTO "Throttles" ("Key", "Failures", "ExpiresAt") VALUES {{string.Join(", ", rows)}}
            ON CONFLICT ("Key") DO UPDATE SET
                "Failures" = CASE WHEN "Throttles"."ExpiresAt" <= {0} THEN 1 ELSE "Throttles"."Failures" + 1 END,
                "ExpiresAt" = CASE WHEN "Throttles"."ExpiresAt" <= {0} THEN excluded."ExpiresAt" ELSE "Throttles"."ExpiresAt" END
            RETURNING "Key", "Failures", "ExpiresAt"
            """;
        await using var db = dbs.CreateDbContext();
        var counted = await db.Database.SqlQueryRaw<Counted>(sql, [.. values]).ToListAsync();
        var byHash = counted.ToDictionary(row => Convert.ToHexString(row.Key));
        return bounds.ToDictionary(
            rateLimit => rateLimit.Key,
            rateLimit =>
                byHash[Convert.ToHexString(TextHash.Of(rateLimit.Key))] is var row
                    ? (row.Failures, DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt))
                    : default
        );
    }

    /// <param name="Count">The count for the first bound, including this attempt.</param>
    /// <param name="Until">When the next attempt is allowed; null if this one is.</param>
    internal sealed record Attempted(int Count, DateTimeOffset? Until)
    {
        public bool IsAdmitted => Until is null;
    }

    private sealed record Remembered(DateTimeOffset At, DateTimeOffset Until);

    /// <summary>A row as the statement returns it.</summary>
    private sealed record Counted(byte[] Key, int Failures, long ExpiresAt);
}
