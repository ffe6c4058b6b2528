using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>
/// The revoked tokens of a tenant that an API must refuse: individually, or as one line for each client with too many. Lines are created when
/// tokens are revoked. Rows of an earlier release are counted again here, so that their number doesn't matter.
/// </summary>
/// <param name="Hashes">Tokens by their hashes.</param>
/// <param name="Before">By client ID: all tokens issued before this time.</param>
/// <param name="EndsAt">When the first of them no longer needs to be listed.</param>
internal sealed record RevokedTokens(
    IReadOnlyList<byte[]> Hashes,
    IReadOnlyDictionary<string, DateTimeOffset> Before,
    DateTimeOffset? EndsAt
)
{
    public static readonly RevokedTokens None = new([], new Dictionary<string, DateTimeOffset>(), null);

    public bool IsEmpty => Hashes.Count == 0 && Before.Count == 0;

    /// <summary>How many individually listed tokens each client has revoked.</summary>
    public IReadOnlyList<Counted> Counts { get; private init; } = [];

    /// <summary>The revoked tokens of some tenants, by tenant.</summary>
    public static async Task<Dictionary<long, RevokedTokens>> Load(Db db, ApiClientsQuery query, TenantBounds bounds)
    {
        var told = db.ToldOneByOne(query.Environment, query.Now)
            .Where(token => query.Tenants.Contains(token.TenantId) && token.Audience == query.Api);
        var counts = await told.GroupBy(token => new { token.TenantId, token.ClientId })
            .Select(client => new Counted(
                client.Key.TenantId,
                client.Key.ClientId,
                client.Count(),
                client.Max(token => token.IssuedAt),
                client.Min(token => token.ExpiresAt)
            ))
            .ToListAsync();
        var lines = await Lines(db, query);
        var collapsed = Collapsed(counts, bounds);
        foreach (var client in collapsed)
            lines[(client.TenantId, client.ClientId)] = WholeSecond(client.LastIssuedAt); // later ones of that second are listed individually
        var ids = collapsed.Select(client => client.ClientId).ToList();
        var hashes = await told.Where(token => !ids.Contains(token.ClientId))
            .Select(token => new { token.TenantId, token.Hash })
            .ToListAsync();
        foreach (var client in collapsed)
        {
            var line = lines[(client.TenantId, client.ClientId)];
            hashes.AddRange(
                await told.Where(token => token.ClientId == client.ClientId && token.IssuedAt >= line)
                    .Select(token => new { token.TenantId, token.Hash })
                    .ToListAsync()
            );
        }
        var byTenant = hashes.ToLookup(token => token.TenantId, token => token.Hash);
        return query
            .Tenants.Where(tenant => byTenant.Contains(tenant) || lines.Keys.Any(client => client.TenantId == tenant))
            .ToDictionary(tenant => tenant, tenant => Of(tenant, byTenant[tenant], lines, counts));
    }

    private static RevokedTokens Of(
        long tenant,
        IEnumerable<byte[]> hashes,
        Dictionary<(long TenantId, string ClientId), DateTimeOffset> lines,
        List<Counted> counts
    )
    {
        var its = lines.Where(line => line.Key.TenantId == tenant).ToDictionary(line => line.Key.ClientId, line => line.Value);
        var counted = counts.Where(client => client.TenantId == tenant).ToList();
        DateTimeOffset?[] ends =
        [
            .. its.Values.Select(line => (DateTimeOffset?)line + LineLifetime),
            .. counted.Select(client => (DateTimeOffset?)client.FirstExpiresAt + AccessToken.Afterlife),
        ];
        return new([.. hashes], its, ends.Min()) { Counts = counted };
    }

    /// <summary>How long a line is needed: afterwards, all tokens it covers have expired.</summary>
    private static readonly TimeSpan LineLifetime = TokenPolicy.LongestAccessTokenLifetime + AccessToken.Afterlife;

    private static async Task<Dictionary<(long TenantId, string ClientId), DateTimeOffset>> Lines(Db db, ApiClientsQuery query)
    {
        var drawn = query.Now - LineLifetime;
        var clients = await db
            .Clients.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(client =>
                query.Tenants.Contains(client.TenantId) && client.Environment == query.Environment && client.RevokedBefore > drawn
            )
            .Select(client => new
            {
                client.TenantId,
                client.Id,
                client.RevokedBefore,
            })
            .ToListAsync();
        return clients.ToDictionary(client => (client.TenantId, client.Id), client => client.RevokedBefore);
    }

    /// <summary>The clients with too many tokens to list individually; if a tenant has too many, its clients with the most.</summary>
    private static List<Counted> Collapsed(List<Counted> counts, TenantBounds bounds)
    {
        List<Counted> collapsed = [];
        foreach (var tenant in counts.GroupBy(client => client.TenantId))
        {
            var total = tenant.Sum(client => client.Count);
            foreach (
                var client in tenant.OrderByDescending(client => client.Count).ThenBy(client => client.ClientId, StringComparer.Ordinal)
            )
            {
                if (client.Count <= bounds.RevokedTokensOfClient && total <= bounds.RevokedTokens)
                    break;
                collapsed.Add(client);
                total -= client.Count;
            }
        }
        return collapsed;
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    /// <summary>The revoked tokens of a client.</summary>
    internal sealed record Counted(long TenantId, string ClientId, int Count, DateTimeOffset LastIssuedAt, DateTimeOffset FirstExpiresAt);
}
