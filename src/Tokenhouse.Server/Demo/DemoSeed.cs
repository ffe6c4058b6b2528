using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Demo;

/// <summary>Adds the demo data to a datacentre's database. Existing data isn't changed.</summary>
public sealed class DemoSeed(Datacentre datacentre, IDbContextFactory<Db> dbs, AccountFactory accounts, AppKeys appKeys, TimeProvider clock)
{
    private static readonly DateTimeOffset ContractsBegin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private string? passwordHash; // all have the same password

    /// <summary>Whether any published secret is in the database.</summary>
    public async Task<bool> IsPresent(CancellationToken cancellationToken)
    {
        var published = DemoData
            .Tenants.SelectMany(tenant => tenant.Clients)
            .Concat(DemoData.Apis.Select(api => api.Client(TenantEnvironment.LIVE)))
            .Append(DemoData.VendorTools)
            .Select(client => client.Secret)
            .OfType<string>()
            .Select(secret => TextHash.Of(secret))
            .ToList();
        await using var db = dbs.CreateDbContext();
        return await db.Secrets.IgnoreQueryFilters([Db.OwnerFilter]).AnyAsync(secret => published.Contains(secret.Hash), cancellationToken);
    }

    public Task Seed(CancellationToken cancellationToken) => dbs.AddMissing(AddMissing, cancellationToken);

    private async Task AddMissing(Db db, CancellationToken cancellationToken)
    {
        foreach (var api in DemoData.Apis)
        {
            await Seed(db, api, cancellationToken);
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
                await Seed(db, api.Client(environment), Datacentre.Vendor, api.Identifier, cancellationToken);
        }
        await Seed(db, DemoData.VendorTools, Datacentre.Vendor, apiIdentifier: null, cancellationToken);
        foreach (var person in DemoData.Operators)
            await Seed(db, person, Datacentre.Vendor, cancellationToken);
        foreach (var tenant in DemoData.Tenants.Where(tenant => tenant.Datacentre == datacentre.Name))
        {
            await Seed(db, tenant, cancellationToken);
            foreach (var client in tenant.Clients)
                await Seed(db, client, tenant.Id, apiIdentifier: null, cancellationToken);
            foreach (var person in tenant.Members)
                await Seed(db, person, tenant.Id, cancellationToken);
        }
    }

    private static async Task Seed(Db db, DemoApi api, CancellationToken cancellationToken)
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

    private async Task Seed(Db db, DemoTenant tenant, CancellationToken cancellationToken)
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
                Dialects = [.. tenant.Dialects],
                Contracts = [.. contracts],
                ApprovesUatItself = tenant.ApprovesUatItself,
            }
        );
    }

    private async Task Seed(Db db, DemoClient client, long tenantId, string? apiIdentifier, CancellationToken cancellationToken)
    {
        if (
            await db
                .Clients.IgnoreQueryFilters([Db.OwnerFilter])
                .AnyAsync(row => row.Environment == client.Environment && row.Id == client.Id, cancellationToken)
        )
            return;
        var now = clock.GetUtcNow();
        db.Clients.Add(
            new()
            {
                Id = client.Id,
                TenantId = tenantId,
                Environment = client.Environment,
                Kind = client.Kind,
                Name = client.Name,
                RedirectUris = [.. client.RedirectUris],
                Scopes = [.. client.Scopes],
                ApiIdentifier = apiIdentifier,
                CreatedAt = now,
                Secrets = [.. Secrets(client, tenantId, now)],
            }
        );
        db.AllowedNetworks.AddRange(Allowlist(client, tenantId, now));
    }

    private IEnumerable<Secret> Secrets(DemoClient client, long tenantId, DateTimeOffset now)
    {
        if (client.AppKey is { } key)
            yield return appKeys.Seal(new(key), client.Id, tenantId, client.Environment, now);
        else if (client.Secret is { } secret)
            yield return new()
            {
                Id = Guid.CreateVersion7(now),
                ClientId = client.Id,
                TenantId = tenantId,
                Environment = client.Environment,
                Hash = TextHash.Of(secret),
                Hint = ClientSecret.Hint(new(secret)),
                CreatedAt = now,
            };
    }

    private static IEnumerable<AllowedNetwork> Allowlist(DemoClient client, long tenantId, DateTimeOffset now) =>
        client.Allowlist.Select(network => new AllowedNetwork
        {
            Id = Guid.CreateVersion7(now),
            TenantId = tenantId,
            Environment = client.Environment,
            ClientId = client.Id,
            Network = network,
            Label = "this machine",
            AddedBy = "the demonstration",
            AddedAt = now,
        });

    private async Task Seed(Db db, DemoPerson person, long tenantId, CancellationToken cancellationToken)
    {
        if (await db.Accounts.AnyAsync(row => row.Email == person.Email, cancellationToken))
            return;
        passwordHash ??= await accounts.Hash(DemoData.Password, HashingOrigin.Server);
        var account = accounts.Make(person.Email, person.Name, passwordHash);
        account.Memberships.Add(
            new()
            {
                AccountId = account.Id,
                TenantId = tenantId,
                Role = person.Role,
                CreatedAt = account.CreatedAt,
            }
        );
        db.Accounts.Add(account);
    }
}
