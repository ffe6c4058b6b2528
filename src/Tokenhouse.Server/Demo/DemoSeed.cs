using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Demo;

/// <summary>Puts the demonstration into a datacentre's database. What is there already stays as it is.</summary>
public sealed class DemoSeed(Datacentre datacentre, IDbContextFactory<Db> dbs, TimeProvider clock)
{
    private static readonly DateTimeOffset ContractsBegin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether any published secret is in the database.</summary>
    public async Task<bool> IsPresent(CancellationToken cancellationToken)
    {
        var published = DemoData
            .Tenants.SelectMany(tenant => tenant.Clients)
            .Concat(DemoData.Apis.Select(api => api.Client(Environment.LIVE)))
            .Select(client => ClientSecret.Hash(new(client.Secret)))
            .ToList();
        await using var db = dbs.CreateDbContext();
        return await db.Secrets.IgnoreQueryFilters([Db.OwnerFilter]).AnyAsync(secret => published.Contains(secret.Hash), cancellationToken);
    }

    public async Task Plant(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(cancellationToken);
        foreach (var api in DemoData.Apis)
        {
            await Plant(db, api, cancellationToken);
            foreach (var environment in Enum.GetValues<Environment>())
                await Plant(db, api.Client(environment), Datacentre.Vendor, api.Identifier, cancellationToken);
        }
        foreach (var tenant in DemoData.Tenants.Where(tenant => tenant.Datacentre == datacentre.Name))
        {
            await Plant(db, tenant, cancellationToken);
            foreach (var client in tenant.Clients)
                await Plant(db, client, tenant.Id, apiIdentifier: null, cancellationToken);
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Plant(Db db, DemoApi api, CancellationToken cancellationToken)
    {
        if (await db.Apis.AnyAsync(row => row.Identifier == api.Identifier, cancellationToken))
            return;
        var scopes = api.Scopes.Select(scope => new Scope { Name = scope, ApiIdentifier = api.Identifier });
        db.Apis.Add(
            new()
            {
                Identifier = api.Identifier,
                Name = api.Name,
                Scopes = [.. scopes],
            }
        );
    }

    private async Task Plant(Db db, DemoTenant tenant, CancellationToken cancellationToken)
    {
        if (await db.Tenants.AnyAsync(row => row.Id == tenant.Id, cancellationToken))
            return;
        var contracts = tenant
            .Clients.GroupBy(client => client.Environment)
            .Select(clients => new Contract
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                TenantId = tenant.Id,
                Environment = clients.Key,
                Scopes = [.. clients.SelectMany(client => client.Scopes).Distinct()],
                From = ContractsBegin,
            });
        db.Tenants.Add(
            new()
            {
                Id = tenant.Id,
                Slug = tenant.Slug,
                Name = tenant.Name,
                Dialects = ["Connect"],
                Contracts = [.. contracts],
            }
        );
    }

    private async Task Plant(Db db, DemoClient client, long tenantId, string? apiIdentifier, CancellationToken cancellationToken)
    {
        if (
            await db
                .Clients.IgnoreQueryFilters([Db.OwnerFilter])
                .AnyAsync(row => row.Environment == client.Environment && row.Id == client.Id, cancellationToken)
        )
            return;
        var now = clock.GetUtcNow();
        var secret = new Secret
        {
            Id = Guid.CreateVersion7(now),
            ClientId = client.Id,
            TenantId = tenantId,
            Environment = client.Environment,
            Hash = ClientSecret.Hash(new(client.Secret)),
            Hint = ClientSecret.Hint(new(client.Secret)),
            CreatedAt = now,
        };
        db.Clients.Add(
            new()
            {
                Id = client.Id,
                TenantId = tenantId,
                Environment = client.Environment,
                Kind = client.Kind,
                Name = client.Id,
                Scopes = [.. client.Scopes],
                ApiIdentifier = apiIdentifier,
                CreatedAt = now,
                Secrets = [secret],
            }
        );
    }
}
