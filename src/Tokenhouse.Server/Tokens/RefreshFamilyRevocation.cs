using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>The only way to end families. Runs in an exclusive transaction of the caller, because it publishes.</summary>
public static class RefreshFamilyRevocation
{
    /// <summary>The maximum number of access tokens listed in the feed. If there are more, it only says that there are many.</summary>
    public const int MostNamed = 1000;

    /// <summary>
    /// Ends the chosen active families with their access tokens. Their rows are locked first, so that a refresh in progress
    /// is either seen here or finds the family ended: no token is added between reading and revoking. Expired rows are left to the sweeper, so that the two never wait for each other. Of the family's refresh
    /// tokens only those few are changed whose successor is still kept, because there may be very many and publishers wait: the sweeper deletes them all.
    /// </summary>
    public static async Task End(
        this Db db,
        TenantBounds bounds,
        Expression<Func<RefreshFamily, bool>> chosen,
        string reason,
        DateTimeOffset now
    )
    {
        var forgotten = now + RefreshTokenRotation.Memory;
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
            .Where(token => token.Successor != null && families.Any(family => family.Id == token.FamilyId && family.EndedAt == now))
            .ExecuteUpdateAsync(token => token.SetProperty(t => t.Successor, (byte[]?)null));
        await db.Publish(revoked.Count > MostNamed ? [CacheKey.Tokens] : revoked.Select(hash => CacheKey.Token(hash)));
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
