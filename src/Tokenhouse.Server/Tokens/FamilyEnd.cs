using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>The one way in which families end. Runs in a transaction that the caller began alone, since it publishes.</summary>
public static class FamilyEnd
{
    /// <summary>The most access tokens that the feed names; of more it says only that there are many.</summary>
    public const int MostNamed = 1000;

    /// <summary>
    /// Ends the chosen families that are alive, with their access tokens. Their rows are taken first, so that a refresh on its way
    /// either is seen here or finds the family ended: no token is added between being read and being revoked. What has expired is left to the sweeper: the two never wait for each other's rows.
    /// </summary>
    public static async Task End(
        this Db db,
        TenantBounds bounds,
        Expression<Func<RefreshFamily, bool>> chosen,
        string reason,
        DateTimeOffset now
    )
    {
        var forgotten = now + Families.Memory;
        var families = db.Families.IgnoreQueryFilters([Db.OwnerFilter]).Where(chosen);
        var ended = await families
            .Where(family => family.EndedAt == null)
            .ExecuteUpdateAsync(family =>
                family
                    .SetProperty(f => f.EndedAt, now)
                    .SetProperty(f => f.EndReason, reason)
                    .SetProperty(f => f.ExpiresAt, f => f.ExpiresAt < forgotten ? f.ExpiresAt : forgotten)
            );
        if (ended == 0)
            return;
        var alive = db
            .AccessTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(token =>
                token.RevokedAt == null
                && token.ExpiresAt > now
                && families.Any(family => family.Id == token.FamilyId && family.EndedAt == now)
            );
        var revoked = await alive.Select(token => token.Hash).Take(MostNamed + 1).ToListAsync();
        await alive.ExecuteUpdateAsync(token => token.SetProperty(t => t.RevokedAt, now));
        await db
            .RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(token => token.ExpiresAt > now && families.Any(family => family.Id == token.FamilyId && family.EndedAt == now))
            .ExecuteUpdateAsync(token =>
                token
                    .SetProperty(t => t.Successor, (byte[]?)null)
                    .SetProperty(t => t.ExpiresAt, t => t.ExpiresAt < forgotten ? t.ExpiresAt : forgotten)
            );
        await db.Publish(revoked.Count > MostNamed ? [Subject.Tokens] : revoked.Select(hash => Subject.Token(hash)));
        await Bound(db, bounds, families.Where(family => family.EndedAt == now), now);
    }

    private static async Task Bound(Db db, TenantBounds bounds, IQueryable<RefreshFamily> ended, DateTimeOffset now)
    {
        var clients = await ended
            .Select(family => new
            {
                family.TenantId,
                family.Environment,
                family.ClientId,
            })
            .Distinct()
            .ToListAsync();
        foreach (var client in clients)
            await db.BoundRevocations(bounds, (client.TenantId, client.Environment, client.ClientId), now);
    }
}
