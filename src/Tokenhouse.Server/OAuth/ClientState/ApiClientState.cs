using Microsoft.Extensions.Caching.Memory;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>
/// The state of one API's callers at a site. The index is updated when it is requested: each tenant that changed since then is read
/// once, at most twice a second.
/// </summary>
internal sealed class ApiClientState(Site site, string api, TenantStateLoader reading, MemoryCache written) : IDisposable
{
    /// <summary>How long an index is reused in spite of changes, because many APIs poll and a tenant may change all the time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>How often expired entries are looked for.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private const int MostHeard = 10_000;
    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1);
    private HashSet<CacheKey> heard = [];
    private bool everything = true;
    private volatile ClientStateIndex? index;
    private (string? Index, ClientStateDocument Document)? whole;

    public void Invalidate(CacheKey cacheKey)
    {
        if (cacheKey.Kind is not (CacheKeyKind.Client or CacheKeyKind.Tenant or CacheKeyKind.Token or CacheKeyKind.Catalogue))
            return;
        lock (gate)
            if (cacheKey.Kind is CacheKeyKind.Catalogue || heard.Count >= MostHeard)
                everything = true;
            else
                heard.Add(cacheKey);
    }

    public void Forget()
    {
        lock (gate)
            everything = true;
    }

    /// <summary>The index, including all changes so far.</summary>
    public async Task<ClientStateIndex> Current()
    {
        if (index is { } known && !IsDue(known))
            return known;
        await turn.WaitAsync();
        try
        {
            return index is { } other && !IsDue(other) ? other : index = await Renew();
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<ClientStateDocument> Whole()
    {
        var current = await Current();
        await turn.WaitAsync();
        try
        {
            if (whole is { } known && known.Index == current.Document.Version)
                return known.Document;
            var tenants = new List<TenantState>();
            await foreach (var tenant in reading.Read(site.Environment, api, current.Tenants.Keys))
                tenants.Add(tenant);
            var document = ClientStateJson.Whole(site, api, tenants);
            whole = (current.Document.Version, document);
            return document;
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<ClientStateDocument> Tenants(IReadOnlyList<long> asked)
    {
        await Current(); // written tenants must not be older than the index
        var (answered, length) = (new List<KeyValuePair<long, byte[]>>(), 0);
        foreach (var id in asked)
        {
            var json = await Written(id);
            if (answered.Count > 0 && length + json.Length > LongestAnswer)
                break;
            length += json.Length;
            answered.Add(new(id, json));
        }
        return ClientStateJson.Tenants(site, api, answered);
    }

    public void Dispose() => turn.Dispose();

    private async ValueTask<byte[]> Written(long id)
    {
        if (written.TryGetValue((site.Environment, api, id), out byte[]? kept))
            return kept!;
        await turn.WaitAsync(); // otherwise this read could replace a later one
        try
        {
            await foreach (var tenant in reading.Read(site.Environment, api, [id]))
                return Write(tenant).Json;
            return ClientStateJson.Tenant(new() { TenantId = id, Networks = Array.Empty<string>().ToLookup(name => name) }).Json;
        }
        finally
        {
            turn.Release();
        }
    }

    private ClientStateDocument Write(TenantState tenant)
    {
        var document = ClientStateJson.Tenant(tenant);
        written.Set((site.Environment, api, tenant.TenantId), document.Json, new MemoryCacheEntryOptions { Size = document.Json.Length });
        return document;
    }

    private bool IsDue(ClientStateIndex known)
    {
        var age = reading.Now - known.MadeAt;
        if (age >= Rest && known.EndsAt <= reading.Now)
            return true;
        lock (gate)
            return age >= Pause && (everything || heard.Count > 0);
    }

    private async Task<ClientStateIndex> Renew()
    {
        HashSet<CacheKey> subjects;
        bool all;
        lock (gate)
        {
            (subjects, all) = (heard, everything || index is null);
            (heard, everything) = ([], false);
        }
        try
        {
            return await Renew(subjects, all);
        }
        catch (Exception)
        {
            lock (gate)
            {
                everything = everything || all;
                heard.UnionWith(subjects);
            }
            throw;
        }
    }

    private async Task<ClientStateIndex> Renew(HashSet<CacheKey> subjects, bool all)
    {
        var (known, now) = (index, reading.Now);
        HashSet<long> changed = all
            ? [.. await reading.All()]
            :
            [
                .. await reading.About(site.Environment, api, subjects, known!.MadeAt),
                .. known.Tenants.Where(tenant => tenant.Value.EndsAt <= now).Select(tenant => tenant.Key),
            ];
        var tenants = all ? [] : known!.Tenants.ToDictionary();
        foreach (var id in changed)
        {
            tenants.Remove(id);
            written.Remove((site.Environment, api, id));
        }
        await foreach (var tenant in reading.Read(site.Environment, api, changed))
            tenants[tenant.TenantId] = new(Write(tenant).Version!, tenant.NearBounds, tenant.EndsAt);
        return new(ClientStateJson.Index(site, api, tenants), tenants, now);
    }
}
