using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>Revokes one access token of a client on every server.</summary>
public sealed class AccessTokenRevocation(IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    /// <summary>An opaque one, by its hash.</summary>
    public async Task Revoke(AuthenticatedClient client, byte[] hash)
    {
        var (now, environment) = (clock.GetUtcNow(), client.Registered.Environment);
        await using var db = dbs.CreateDbContext();
        var own = db
            .AccessTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(token =>
                token.Hash == hash && token.ClientId == client.Id && token.Environment == environment && token.RevokedAt == null
            );
        if (!await own.AnyAsync())
            return; // an invalid token must not block publishers
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        if (await own.ExecuteUpdateAsync(token => token.SetProperty(t => t.RevokedAt, now)) == 1)
            await Publish(db, client, hash, now);
        await transaction.CommitAsync();
    }

    /// <summary>A JWT for a person has a row; a machine's gets one when it is revoked.</summary>
    internal async Task Revoke(AuthenticatedClient client, VerifiedJwt jwt)
    {
        if (jwt.IssuedAt < client.Registered.RevokedBefore)
            return; // already revoked by the client's line, so it needs no row
        var revoked = Row(client, jwt);
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        var rows = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "AccessTokens" ("Hash", "TenantId", "Environment", "ClientId", "Audience", "Scope", "IssuedAt", "ExpiresAt", "RevokedAt")
            VALUES ({revoked.Hash}, {revoked.TenantId}, {revoked.Environment.ToString()}, {revoked.ClientId}, {revoked.Audience}, {revoked.Scope},
                {revoked.IssuedAt.ToUnixTimeMilliseconds()}, {revoked.ExpiresAt.ToUnixTimeMilliseconds()}, {revoked.RevokedAt!.Value.ToUnixTimeMilliseconds()})
            ON CONFLICT ("Hash") DO UPDATE SET "RevokedAt" = excluded."RevokedAt" WHERE "AccessTokens"."RevokedAt" IS NULL
            """
        );
        if (rows == 1)
            await Publish(db, client, revoked.Hash, revoked.RevokedAt!.Value);
        await transaction.CommitAsync();
    }

    private async Task Publish(Db db, AuthenticatedClient client, byte[] hash, DateTimeOffset now)
    {
        await db.Publish(CacheKey.Token(hash));
        await db.BoundRevocations(bounds, (client.Tenant.Id, client.Registered.Environment, client.Id), now);
    }

    private AccessToken Row(AuthenticatedClient client, VerifiedJwt jwt) =>
        new()
        {
            Hash = OpaqueToken.HashOfId(jwt.Id),
            TenantId = client.Tenant.Id,
            Environment = client.Registered.Environment,
            ClientId = client.Id,
            FamilyId = null,
            AccountId = null,
            Audience = jwt.Audience,
            Scope = jwt.Scope,
            IssuedAt = jwt.IssuedAt,
            ExpiresAt = jwt.ExpiresAt,
            RevokedAt = clock.GetUtcNow(),
        };
}
