using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// The datacentre's clients, tenants and scope catalogue in memory. A request of a known client needs no
/// database query. Follows the change feed, so that every server applies a change within a second.
/// </summary>
public sealed class ClientDirectory : ICacheInvalidationListener, IDisposable
{
    private const int Capacity = 50_000;
    private static readonly string TheOnly = "";

    private readonly IDbContextFactory<Db> dbs;
    private readonly Cache<string, IReadOnlyList<ClientSnapshot>> clients;
    private readonly Cache<long, TenantSnapshot> tenants;
    private readonly Cache<string, TenantName> slugs;
    private readonly Cache<string, ScopeCatalogue> catalogue;

    public ClientDirectory(IDbContextFactory<Db> dbs, CacheInvalidator cacheInvalidator)
    {
        this.dbs = dbs;
        clients = new("clients", Capacity, LoadClients, ClientIds);
        tenants = new("tenants", Capacity, LoadTenant);
        slugs = new("hosts", Capacity, LoadSlug, Slugs);
        catalogue = new("scopes", 1, LoadCatalogue);
        cacheInvalidator.Add(this);
    }

    /// <summary>
    /// The client with that ID: preferably of this environment, otherwise of the other, so that the response can say that
    /// a credential was used in the wrong environment.
    /// </summary>
    public async ValueTask<ClientSnapshot?> Client(string id, TenantEnvironment environment)
    {
        // An impossible client ID isn't looked up or remembered.
        var found = id.Length > Schema.ClientId || id.Contains('\0', StringComparison.Ordinal) ? null : await clients.Find(id);
        return found?.FirstOrDefault(client => client.Row.Environment == environment) ?? found?[0];
    }

    /// <summary>The registered client with that ID in an environment; null if there is none.</summary>
    public async ValueTask<RegisteredClient?> Registered(string id, TenantEnvironment environment) =>
        await Client(id, environment) is { } client
        && client.Row.Environment == environment
        && await Tenant(client.Row.TenantId) is { } tenant
            ? new(client, tenant, await Catalogue())
            : null;

    public ValueTask<TenantSnapshot?> Tenant(long id) => tenants.Find(id);

    /// <summary>The tenant with the slug, if it is in this datacentre.</summary>
    public ValueTask<TenantName?> Tenant(string slug) =>
        slug.Length > Schema.Slug || slug.Contains('.', StringComparison.Ordinal) ? new((TenantName?)null) : slugs.Find(slug);

    /// <summary>All scopes.</summary>
    public async ValueTask<ScopeCatalogue> Catalogue() => (await catalogue.Find(TheOnly))!;

    public ValueTask Changed(CacheKey cacheKey, CancellationToken cancellationToken)
    {
        switch (cacheKey.Kind)
        {
            case CacheKeyKind.Client:
                clients.Forget(cacheKey.Key);
                break;
            case CacheKeyKind.Tenant:
                tenants.Forget(long.Parse(cacheKey.Key, CultureInfo.InvariantCulture));
                slugs.ForgetAll();
                break;
            case CacheKeyKind.Catalogue:
                catalogue.ForgetAll();
                break;
            default:
                break; // cached elsewhere
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask Forget(CancellationToken cancellationToken)
    {
        clients.ForgetAll();
        tenants.ForgetAll();
        slugs.ForgetAll();
        catalogue.ForgetAll();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        clients.Dispose();
        tenants.Dispose();
        slugs.Dispose();
        catalogue.Dispose();
    }

    private async Task<IReadOnlyList<ClientSnapshot>?> LoadClients(string id)
    {
        await using var db = dbs.CreateDbContext();
        var found = await db
            .Clients.IgnoreQueryFilters([Db.OwnerFilter])
            .AsNoTracking()
            .Include(client => client.Secrets)
            .Where(client => client.Id == id)
            .ToListAsync();
        var networks = await Networks(db, network => network.ClientId == id);
        var exemptions = await db
            .AllowlistExemptions.IgnoreQueryFilters([Db.OwnerFilter])
            .AsNoTracking()
            .Where(exemption => exemption.ClientId == id && exemption.WithdrawnAt == null)
            .ToListAsync();
        return found.Count == 0
            ? null
            :
            [
                .. found.Select(client => new ClientSnapshot(
                    client,
                    networks.GetValueOrDefault(client.Environment, Allowlist.Empty),
                    exemptions
                        .Where(exemption => exemption.Environment == client.Environment)
                        .Max(exemption => (DateTimeOffset?)exemption.EndsAt)
                )),
            ];
    }

    private async IAsyncEnumerable<string> ClientIds()
    {
        await using var db = dbs.CreateDbContext();
        await foreach (var id in db.Clients.IgnoreQueryFilters([Db.OwnerFilter]).Select(client => client.Id).AsAsyncEnumerable())
            yield return id;
    }

    private async IAsyncEnumerable<string> Slugs()
    {
        await using var db = dbs.CreateDbContext();
        await foreach (var slug in db.Tenants.Select(tenant => tenant.Slug).AsAsyncEnumerable())
            yield return slug;
    }

    private async Task<TenantSnapshot?> LoadTenant(long id)
    {
        await using var db = dbs.CreateDbContext();
        var found = await db
            .Tenants.IgnoreQueryFilters([Db.OwnerFilter])
            .AsNoTracking()
            .Include(tenant => tenant.Contracts)
            .SingleOrDefaultAsync(tenant => tenant.Id == id);
        return found is null ? null : new(found, await Networks(db, network => network.TenantId == id && network.ClientId == null));
    }

    private static async Task<Dictionary<TenantEnvironment, Allowlist>> Networks(Db db, Expression<Func<AllowedNetwork, bool>> chosen)
    {
        var networks = await db.AllowedNetworks.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking().Where(chosen).ToListAsync();
        return networks.GroupBy(network => network.Environment).ToDictionary(list => list.Key, list => new Allowlist([.. list]));
    }

    private async Task<TenantName?> LoadSlug(string slug)
    {
        await using var db = dbs.CreateDbContext();
        return await db
            .Tenants.Where(tenant => tenant.Slug == slug)
            .Select(tenant => new TenantName(tenant.Id, tenant.Slug))
            .SingleOrDefaultAsync();
    }

    private async Task<ScopeCatalogue?> LoadCatalogue(string theOnly)
    {
        await using var db = dbs.CreateDbContext();
        return await db.Catalogue();
    }
}
