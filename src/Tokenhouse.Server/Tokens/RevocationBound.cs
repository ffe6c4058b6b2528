using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Keeps what APIs must be told of a client's revoked tokens within bounds: when there are too many, all tokens that it got before a moment are
/// revoked, which is one line. Runs in the transaction of the revocation, which the caller began alone.
/// </summary>
internal static class RevocationBound
{
    // Servers' clocks differ a little: what another server issues after this moment must not count as issued before it.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private static readonly string[] Owner = [Db.OwnerFilter]; // an expression cannot hold a list written out

    /// <summary>
    /// The revoked tokens that are told one by one: not those that their client's line covers, nor those that no API accepts any more.
    /// </summary>
    public static IQueryable<AccessToken> ToldOneByOne(this Db db, Environment environment, DateTimeOffset now)
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

    /// <summary>Draws the line of a client when it, or its tenant, has too many revoked tokens.</summary>
    public static async Task BoundRevocations(
        this Db db,
        TenantBounds bounds,
        (long TenantId, Environment Environment, string ClientId) its,
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
        // A JWT says in which second it was issued: of that second no token is covered, or a later one would be.
        var line = DateTimeOffset.FromUnixTimeSeconds((now - ClockTolerance).ToUnixTimeSeconds());
        var moved = await db
            .Clients.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(client =>
                client.Environment == environment && client.Id == clientId && client.TenantId == tenantId && client.RevokedBefore < line
            )
            .ExecuteUpdateAsync(client => client.SetProperty(c => c.RevokedBefore, line));
        if (moved == 1)
            await db.Publish(Subject.Client(clientId));
    }
}
