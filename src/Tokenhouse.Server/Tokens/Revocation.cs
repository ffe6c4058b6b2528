using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Ends what a client hands back (RFC 7009, 2.1): a refresh token with its whole family, an access token alone. What is not the client's is
/// left as it is, and nobody can tell.
/// </summary>
public sealed class Revocation(IDbContextFactory<Db> dbs, JwtVerifier verifier, Issued issued, Families families, TimeProvider clock)
{
    public async Task Revoke(AuthenticatedClient client, string token)
    {
        if (await issued.RefreshToken(new(token)) is { } refresh)
        {
            if (IsOwn(refresh.Family))
                await families.End(refresh.Family.Id, "the client revoked it");
        }
        else if (await verifier.Verify(client.Registered.Environment, token) is { } jwt)
        {
            if (jwt.ClientId == client.Id)
                await Revoke(Row(client, jwt));
        }
        else
            await Revoke(client, OpaqueToken.Hash(token));

        bool IsOwn(RefreshFamily family) =>
            family.ClientId == client.Id && family.Environment == client.Registered.Environment && family.TenantId == client.Tenant.Id;
    }

    private async Task Revoke(AuthenticatedClient client, byte[] hash)
    {
        var (now, environment) = (clock.GetUtcNow(), client.Registered.Environment);
        await using var db = dbs.CreateDbContext();
        var own = db
            .AccessTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(token =>
                token.Hash == hash && token.ClientId == client.Id && token.Environment == environment && token.RevokedAt == null
            );
        if (!await own.AnyAsync())
            return; // who sends nonsense keeps nobody from publishing
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        if (await own.ExecuteUpdateAsync(token => token.SetProperty(t => t.RevokedAt, now)) == 1)
            await db.Publish(Subject.Token(hash));
        await transaction.CommitAsync();
    }

    /// <summary>A JWT has a row when it acts for a person; a machine's gets one by being revoked.</summary>
    private async Task Revoke(AccessToken revoked)
    {
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
            await db.Publish(Subject.Token(revoked.Hash));
        await transaction.CommitAsync();
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
