using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>
/// The state of the callers of each polling API. It follows the change feed: a change causes only the tenant concerned to be read again.
/// Any server can answer any request, because versions are hashes of the content.
/// </summary>
public sealed class ClientStateService : ICacheInvalidationListener, IDisposable
{
    /// <summary>The size of the cache of written tenants, in bytes. Others are read again when requested.</summary>
    private const int MostKept = 64 * 1024 * 1024;

    private readonly Datacentre datacentre;
    private readonly TenantStateLoader reading;
    private readonly ConcurrentDictionary<(TenantEnvironment, string), ApiClientState> states = new();
    private readonly MemoryCache written = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public ClientStateService(
        Datacentre datacentre,
        IDbContextFactory<Db> dbs,
        TenantBounds bounds,
        CacheInvalidator cacheInvalidator,
        TimeProvider clock
    )
    {
        (this.datacentre, reading) = (datacentre, new(dbs, bounds, clock));
        cacheInvalidator.Add(this);
    }

    /// <summary>All tenants in one document, for earlier releases of the package.</summary>
    public Task<ClientStateDocument> Whole(Site site, string api) => Of(site, api).Whole();

    /// <summary>The tenants with something to report, with their versions.</summary>
    public async Task<ClientStateDocument> Index(Site site, string api) => (await Of(site, api).Current()).Document;

    /// <summary>Some tenants, in the requested order, as many as fit into one response.</summary>
    public Task<ClientStateDocument> Tenants(Site site, string api, IReadOnlyList<long> tenants) => Of(site, api).Tenants(tenants);

    public ValueTask Changed(CacheKey cacheKey, CancellationToken cancellationToken)
    {
        foreach (var state in states.Values)
            state.Invalidate(cacheKey);
        return ValueTask.CompletedTask;
    }

    public ValueTask Forget(CancellationToken cancellationToken)
    {
        foreach (var state in states.Values)
            state.Forget();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        written.Dispose();
        foreach (var state in states.Values)
            state.Dispose();
    }

    private ApiClientState Of(Site site, string api) =>
        states.GetOrAdd((site.Environment, api), key => new(datacentre.Site(key.Item1), api, reading, written));
}
