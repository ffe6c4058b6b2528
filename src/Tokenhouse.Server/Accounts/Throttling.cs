using System.Net;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Stops guessing where it comes from. Attempts are counted for what is guessed at as seen from one network, before they are looked at, so
/// that parallel ones gain nothing; the person elsewhere is never locked out. One network that fails everywhere is stopped too.
/// </summary>
public sealed class Throttling(IDbContextFactory<Db> dbs, TimeProvider clock)
{
    public const int MostForOne = 5;
    public const int MostForNetwork = 100;

    /// <summary>From neighbouring IPv6 networks together: one subscriber may have tens of thousands of them.</summary>
    public const int MostForNeighbours = 20;

    /// <summary>
    /// For a second factor, from everywhere together: six digits could be guessed from many networks, and who gets to guess knows the
    /// password already.
    /// </summary>
    public const int MostForFactor = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Counts an attempt. False: there were too many, and it must not be looked at.</summary>
    public async Task<bool> Admit(string guessed, IPAddress? from, int mostFromEverywhere = int.MaxValue)
    {
        var network = Network.Of(from);
        await using var db = dbs.CreateDbContext();
        return await Count(db, "network\n" + network) <= MostForNetwork
            && await Count(db, $"{guessed}\n{network}") <= MostForOne
            && (Network.Around(from) is not { } neighbours || await Count(db, $"{guessed}\n{neighbours}") <= MostForNeighbours)
            && (mostFromEverywhere == int.MaxValue || await Count(db, guessed) <= mostFromEverywhere);
    }

    /// <summary>Whether this is the first time within the window; of many at once, one is the first.</summary>
    public Task<bool> IsFirst(string happening) => IsAmong(1, happening);

    /// <summary>Whether it is among the first so many times within the window.</summary>
    public async Task<bool> IsAmong(int most, string happening)
    {
        await using var db = dbs.CreateDbContext();
        return await Count(db, happening) <= most;
    }

    /// <summary>Forgets the attempts at something, after the right one.</summary>
    public async Task Succeeded(string guessed, IPAddress? from)
    {
        var network = Network.Of(from);
        var (own, shared) = (RandomValue.Hash($"{guessed}\n{network}"), RandomValue.Hash("network\n" + network));
        var neighbours = RandomValue.Hash($"{guessed}\n{Network.Around(from)}");
        await using var db = dbs.CreateDbContext();
        await db.Throttles.Where(row => row.Key == own || row.Key == neighbours).ExecuteDeleteAsync();
        await db
            .Throttles.Where(row => row.Key == shared && row.Failures > 0)
            .ExecuteUpdateAsync(row => row.SetProperty(t => t.Failures, t => t.Failures - 1)); // who knows the password is no guesser
    }

    private async Task<int> Count(Db db, string key)
    {
        var (hash, now) = (RandomValue.Hash(key), clock.GetUtcNow());
        var (at, ends) = (now.ToUnixTimeMilliseconds(), (now + Window).ToUnixTimeMilliseconds());
        // Both databases spell "insert, or count on" alike, and answer with the new count in the same statement.
        var counts = await db
            .Database.SqlQuery<int>(
                $"""
                INSERT INTO "Throttles" ("Key", "Failures", "ExpiresAt") VALUES ({hash}, 1, {ends})
                ON CONFLICT ("Key") DO UPDATE SET
                    "Failures" = CASE WHEN "Throttles"."ExpiresAt" <= {at} THEN 1 ELSE "Throttles"."Failures" + 1 END,
                    "ExpiresAt" = CASE WHEN "Throttles"."ExpiresAt" <= {at} THEN excluded."ExpiresAt" ELSE "Throttles"."ExpiresAt" END
                RETURNING "Failures" AS "Value"
                """
            )
            .ToListAsync();
        return counts[0];
    }
}
