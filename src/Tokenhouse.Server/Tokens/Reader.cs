using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// The only place where a token is believed. It must be of this site, alive, not revoked; its client and tenant enabled, its person still a member,
/// and of its scopes only those count that client and contract still have.
/// </summary>
public sealed class Reader(IDbContextFactory<Db> dbs, JwtVerifier verifier, Issued issued, ClientDirectory directory, TimeProvider clock)
{
    /// <summary>An access token, JWT or opaque; null when it is good for nothing at this site.</summary>
    public async Task<BelievedToken?> AccessToken(Site site, string token)
    {
        await using var db = dbs.CreateDbContext();
        return await verifier.Verify(site.Environment, token) is { } jwt
            ? await FromJwt(db, site, jwt)
            : await FromRow(db, site, await Find(db, OpaqueToken.Hash(token)));
    }

    /// <summary>A refresh token that was not spent; null when it is good for nothing.</summary>
    public async Task<BelievedToken?> RefreshToken(Site site, string token)
    {
        var now = clock.GetUtcNow();
        if (await issued.RefreshToken(new(token)) is not { Row.SpentAt: null, Family.EndedAt: null, PersonIsMember: true } presented)
            return null;
        var family = presented.Family;
        if (presented.Row.ExpiresAt <= now || family.Environment != site.Environment)
            return null;
        if (await directory.Registered(family.ClientId, site.Environment) is not { IsEnabled: true } client)
            return null;
        var scope = Remaining(client, family.Scope, now);
        return scope.Names.Count == 0
            ? null
            : new(client, family.AccountId.ToString("D"), scope, presented.Row.ExpiresAt)
            {
                AccountId = family.AccountId,
                Issuer = site.Issuer,
            };
    }

    private async Task<BelievedToken?> FromJwt(Db db, Site site, VerifiedJwt jwt)
    {
        if (
            await directory.Registered(jwt.ClientId, site.Environment) is not { IsEnabled: true } client
            || !IsOwn(site, client, jwt.Issuer)
        )
            return null;
        var row = await Find(db, OpaqueToken.HashOfId(jwt.Id));
        if (row is { RevokedAt: not null } || !await PersonMayBeActedFor(db, row))
            return null;
        var scope = Remaining(client, jwt.Scope, clock.GetUtcNow());
        return scope.Names.Count == 0
            ? null
            : new(client, jwt.Subject, scope, jwt.ExpiresAt)
            {
                Audience = jwt.Audience,
                IssuedAt = jwt.IssuedAt,
                Issuer = jwt.Issuer,
                AccountId = row?.AccountId,
            };
    }

    private async Task<BelievedToken?> FromRow(Db db, Site site, AccessToken? row)
    {
        var now = clock.GetUtcNow();
        if (row is not { RevokedAt: null } || row.ExpiresAt <= now || row.Environment != site.Environment)
            return null;
        if (await directory.Registered(row.ClientId, site.Environment) is not { IsEnabled: true } client)
            return null;
        var scope = Remaining(client, row.Scope, now);
        if (scope.Names.Count == 0 || !await PersonMayBeActedFor(db, row))
            return null;
        return new(client, row.AccountId?.ToString("D") ?? row.ClientId, scope, row.ExpiresAt)
        {
            Audience = row.Audience,
            IssuedAt = row.IssuedAt,
            Issuer = site.Datacentre.Site(site.Environment).Issuer,
            AccountId = row.AccountId,
        };
    }

    private static Task<AccessToken?> Find(Db db, byte[] hash) =>
        db.AccessTokens.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking().SingleOrDefaultAsync(token => token.Hash == hash);

    private static async Task<bool> PersonMayBeActedFor(Db db, AccessToken? row) =>
        row?.AccountId is not { } account || await db.HasMember(row.TenantId, account);

    private static ScopeSet Remaining(RegisteredClient client, string scope, DateTimeOffset now) =>
        new(scope.Split(' ').Where(name => client.MayHave(name, now)));

    /// <summary>Whether the issuer is the site's, or that of the client's tenant at this site.</summary>
    private static bool IsOwn(Site site, RegisteredClient client, string issuer) =>
        issuer == site.Datacentre.Site(site.Environment).Issuer
        || issuer == site.Datacentre.Site(site.Environment, new TenantName(client.Tenant.Id, client.Tenant.Slug)).Issuer;
}
