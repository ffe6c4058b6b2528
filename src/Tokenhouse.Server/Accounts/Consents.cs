using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Accounts;

/// <summary>People's consents per account and client, and their withdrawal, which ends everything created from them.</summary>
public sealed class Consents(IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    public async Task<Consent?> Find(Guid accountId, RegisteredClient client)
    {
        await using var db = dbs.CreateDbContext();
        return await Of(db, accountId, client.Tenant.Id, client.Environment, client.Id).AsNoTracking().SingleOrDefaultAsync();
    }

    /// <summary>The applications that act for a person, latest consent first.</summary>
    public async Task<IReadOnlyList<ConnectedApplication>> List(Guid accountId)
    {
        await using var db = dbs.CreateDbContext();
        var found = await (
            from consent in db.Consents.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking()
            join client in db.Clients.IgnoreQueryFilters([Db.OwnerFilter])
                on new { consent.Environment, Id = consent.ClientId } equals new { client.Environment, client.Id }
            join tenant in db.Tenants on consent.TenantId equals tenant.Id
            where consent.AccountId == accountId
            orderby consent.AgreedAt descending
            select new
            {
                consent,
                Client = client.Name,
                Tenant = tenant.Name,
            }
        ).ToListAsync();
        return
        [
            .. found.Select(row => new ConnectedApplication(
                row.consent.TenantId,
                row.consent.Environment,
                row.consent.ClientId,
                row.Client,
                row.Tenant
            )
            {
                Scopes = row.consent.Scopes,
                AgreedAt = row.consent.AgreedAt,
                UsedAt = row.consent.UsedAt,
            }),
        ];
    }

    /// <summary>Scopes with the names of their APIs; no name for scopes of the protocol itself.</summary>
    public async Task<IReadOnlyList<(string Name, string? Api)>> Describe(ScopeSet scope)
    {
        await using var db = dbs.CreateDbContext();
        var apis = await (
            from known in db.Scopes
            join api in db.Apis on known.ApiIdentifier equals api.Identifier
            where scope.Names.Contains(known.Name)
            select new { known.Name, Api = api.Name }
        ).ToDictionaryAsync(row => row.Name, row => row.Api);
        return [.. scope.Names.Select(name => (name, apis.GetValueOrDefault(name)))];
    }

    /// <summary>Whether the person is a member of the client's tenant. A client can act only for members.</summary>
    public async Task<bool> IsMember(Guid accountId, RegisteredClient client)
    {
        await using var db = dbs.CreateDbContext();
        return await db.HasMember(client.Tenant.Id, accountId);
    }

    /// <summary>Stores a consent. Scopes of an earlier consent are kept.</summary>
    public async Task Agree(Guid accountId, RegisteredClient client, ScopeSet scope)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(CancellationToken.None); // two windows may agree at once
        var consent = await Of(db, accountId, client.Tenant.Id, client.Environment, client.Id).SingleOrDefaultAsync();
        if (consent is null)
            db.Consents.Add(
                new()
                {
                    AccountId = accountId,
                    TenantId = client.Tenant.Id,
                    Environment = client.Environment,
                    ClientId = client.Id,
                    Scopes = [.. scope.Names],
                    AgreedAt = now,
                }
            );
        else
            (consent.Scopes, consent.AgreedAt) = ([.. consent.Scopes.Union(scope.Names)], now);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Withdraws a consent: unused codes, refresh tokens and access tokens end with it.</summary>
    public async Task Withdraw(Guid accountId, long tenantId, TenantEnvironment environment, string clientId)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        await db
            .Codes.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(code =>
                code.TenantId == tenantId
                && code.Environment == environment
                && code.AccountId == accountId
                && code.ClientId == clientId
                && code.SpentAt == null
            )
            .ExecuteDeleteAsync(); // codes before the consent, as when a code is spent, so that locks are taken in one order
        await Of(db, accountId, tenantId, environment, clientId).ExecuteDeleteAsync();
        await db.End(
            bounds,
            family =>
                family.TenantId == tenantId
                && family.Environment == environment
                && family.ClientId == clientId
                && family.AccountId == accountId,
            "the account holder withdrew the consent",
            now
        );
        await transaction.CommitAsync();
    }

    private static IQueryable<Consent> Of(Db db, Guid accountId, long tenantId, TenantEnvironment environment, string clientId) =>
        db
            .Consents.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(consent =>
                consent.TenantId == tenantId
                && consent.Environment == environment
                && consent.ClientId == clientId
                && consent.AccountId == accountId
            );
}
