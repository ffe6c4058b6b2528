using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>Reads tenants from the database, a few at a time, and finds the tenants that a change concerns.</summary>
internal sealed class TenantStateLoader(IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    private const int Few = 50;
    private const int MostParameters = 500;

    // Revocations by another server shortly before the last read may have reached the feed after it.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The state of some tenants.</summary>
    public async IAsyncEnumerable<TenantState> Read(TenantEnvironment environment, string api, IEnumerable<long> tenants)
    {
        await using var db = dbs.CreateDbContext();
        foreach (var few in tenants.Chunk(Few))
        foreach (var tenant in await TenantStateQueries.Load(db, new(environment, api, few, Now), bounds))
            yield return tenant;
    }

    public async Task<List<long>> All()
    {
        await using var db = dbs.CreateDbContext();
        return await db.Tenants.Select(tenant => tenant.Id).ToListAsync();
    }

    /// <summary>The tenants that changes concern.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="api">The API.</param>
    /// <param name="subjects">What changed.</param>
    /// <param name="since">When tenants were last read.</param>
    public async Task<HashSet<long>> About(
        TenantEnvironment environment,
        string api,
        IReadOnlyCollection<CacheKey> subjects,
        DateTimeOffset since
    )
    {
        await using var db = dbs.CreateDbContext();
        var tokens = db
            .AccessTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(token => token.Environment == environment && token.Audience == api && token.RevokedAt != null);
        HashSet<long> found =
        [
            .. subjects
                .Where(cacheKey => cacheKey.Kind is CacheKeyKind.Tenant)
                .Select(cacheKey => long.Parse(cacheKey.Key, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        foreach (var ids in Keys(CacheKeyKind.Client).Chunk(MostParameters))
            found.UnionWith(
                await db
                    .Clients.IgnoreQueryFilters([Db.OwnerFilter])
                    .Where(client => client.Environment == environment && ids.Contains(client.Id))
                    .Select(client => client.TenantId)
                    .ToListAsync()
            );
        foreach (
            var hashes in Keys(CacheKeyKind.Token).Select(key => System.Buffers.Text.Base64Url.DecodeFromChars(key)).Chunk(MostParameters)
        )
            found.UnionWith(
                await tokens.Where(token => hashes.Contains(token.Hash)).Select(token => token.TenantId).Distinct().ToListAsync()
            );
        if (subjects.Contains(CacheKey.Tokens))
            found.UnionWith(
                await tokens.Where(token => token.RevokedAt >= since - Overlap).Select(token => token.TenantId).Distinct().ToListAsync()
            );
        return found;

        IEnumerable<string> Keys(CacheKeyKind kind) =>
            subjects.Where(cacheKey => cacheKey.Kind == kind && cacheKey.Key.Length > 0).Select(cacheKey => cacheKey.Key);
    }
}
