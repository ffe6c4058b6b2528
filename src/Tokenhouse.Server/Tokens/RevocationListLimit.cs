using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Bounds the list of a client's revoked tokens at APIs: if there are too many, all tokens issued to it before a certain time are
/// revoked, which is one line. Runs in the exclusive transaction of the revocation.
/// </summary>
internal static class RevocationListLimit
{
    // Servers' clocks differ: tokens that another server issues after this time must not count as issued before it.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private static readonly string[] Owner = [Db.OwnerFilter]; // expressions can't contain collection expressions

    /// <summary>
    /// The individually listed revoked tokens, without those covered by their client's line and those that have expired everywhere.
    /// </summary>
    public static IQueryable<AccessToken> ToldOneByOne(this Db db, TenantEnvironment environment, DateTimeOffset now)
    {
        var forgotten = now - AccessToken.Afterlife;
        return from client in db.Clients.IgnoreQueryFilters(Owner)
            from token in db.AccessTokens.IgnoreQueryFilters(Owner)
            where
                client.Environment == environment
                && token.TenantId == client.TenantId
                && token.Environment == environment
                && token.ClientId == client.Id
                && token.IssuedAt >= client.RevokedBefore
                && token.RevokedAt != null
                && token.ExpiresAt > forgotten
            select token;
    }

    /// <summary>Creates a client's line if it or its tenant has too many revoked tokens.</summary>
    public static async Task BoundRevocations(
        this Db db,
        TenantBounds bounds,
        (long TenantId, TenantEnvironment Environment, string ClientId) its,
        DateTimeOffset now
    )
    {
        var (tenantId, environment, clientId) = its;
        var told = db.ToldOneByOne(environment, now).Where(token => token.TenantId == tenantId);
        if (
            await told.Where(token => token.ClientId == clientId).Take(bounds.RevokedTokensOfClient + 1).CountAsync()
                <= bounds.RevokedTokensOfClient
            && await told.Take(bounds.RevokedTokens + 1).CountAsync() <= bounds.RevokedTokens
        )
            return;
        // A JWT only says in which second it was issued, so no token of that second is covered; otherwise a later one would be too.
        var line = DateTimeOffset.FromUnixTimeSeconds((now - ClockTolerance).ToUnixTimeSeconds());
        var moved = await db
            .Clients.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(client =>
                client.Environment == environment && client.Id == clientId && client.TenantId == tenantId && client.RevokedBefore < line
            )
            .ExecuteUpdateAsync(client => client.SetProperty(c => c.RevokedBefore, line));
        if (moved == 1)
            await db.Publish(CacheKey.Client(clientId));
    }
}
