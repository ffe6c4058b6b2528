using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>
/// Reads what an API must know about its callers, some tenants at a time. Clients are its callers if they can request one of its scopes. Those that are
/// disabled or restricted are always listed, because they may still have an older token.
/// </summary>
internal static class TenantStateQueries
{
    private const string Nobody = "nobody"; // the name of a list without entries

    private static readonly string[] Owner = [Db.OwnerFilter]; // expressions can't contain collection expressions

    /// <summary>The tenants with something to report.</summary>
    public static async Task<List<TenantState>> Load(Db db, ApiClientsQuery query, TenantBounds bounds)
    {
        var scopes = await db.Scopes.Where(scope => scope.ApiIdentifier == query.Api).Select(scope => scope.Name).ToHashSetAsync();
        var networks = (await Entries(db, query)).ToLookup(entry => entry.TenantId);
        var clients = (await Restricted(db, query)).ToLookup(client => client.TenantId);
        var exemptions = (await Exemptions(db, query)).ToLookup(exemption => exemption.TenantId);
        var revoked = await RevokedTokens.Load(db, query, bounds);
        return
        [
            .. query
                .Tenants.Select(tenant =>
                    Of(
                        tenant,
                        [.. clients[tenant]],
                        networks[tenant].ToLookup(entry => entry.List, entry => entry.Network),
                        scopes,
                        exemptions[tenant].ToDictionary(exemption => exemption.ClientId, exemption => exemption.EndsAt),
                        revoked.GetValueOrDefault(tenant, RevokedTokens.None),
                        bounds
                    )
                )
                .Where(tenant => !tenant.IsEmpty),
        ];
    }

    private static TenantState Of(
        long tenant,
        List<Restrictable> clients,
        ILookup<string, string> networks,
        HashSet<string> scopes,
        Dictionary<string, DateTimeOffset> exemptions,
        RevokedTokens revoked,
        TenantBounds bounds
    ) =>
        new()
        {
            TenantId = tenant,
            Disabled = [.. clients.Where(client => client.IsDisabled).Select(client => client.Id)],
            ListsOf = clients
                .Select(client => (client.Id, Lists: Lists(client, networks, scopes)))
                .Where(client => client.Lists.Count > 0)
                .ToDictionary(client => client.Id, IReadOnlyList<string> (client) => client.Lists),
            ExemptUntil = exemptions,
            Networks = networks,
            Revoked = revoked,
            EndsAt = exemptions.Values.Select(end => (DateTimeOffset?)end).Append(revoked.EndsAt).Min(),
            NearBounds = [.. BoundWarnings.Sentences(tenant, networks.Sum(list => list.Count()), revoked, bounds)],
        };

    /// <summary>
    /// The same rule as at this server's own endpoints: every list with entries applies; if a list is required, a missing one counts as empty. A client that can no
    /// longer request a scope of the API would be refused here too, so the API doesn't need its addresses.
    /// </summary>
    private static List<string> Lists(Restrictable client, ILookup<string, string> networks, HashSet<string> scopes)
    {
        List<string> lists = [.. new[] { OfTenant(client.TenantId), OfClient(client.Id) }.Where(networks.Contains)];
        if (lists.Count == 0 && client.RequiresAllowlist)
            lists.Add(OfClient(client.Id));
        return lists.Count > 0 && !client.Scopes.Any(scopes.Contains) ? [Nobody] : lists;
    }

    private static async Task<IEnumerable<Entry>> Entries(Db db, ApiClientsQuery query)
    {
        var rows = await db
            .AllowedNetworks.IgnoreQueryFilters(Owner)
            .Where(network => query.Tenants.Contains(network.TenantId) && network.Environment == query.Environment)
            .Select(network => new
            {
                network.TenantId,
                network.ClientId,
                network.Network,
            })
            .ToListAsync();
        return rows.Select(row => new Entry(
            row.TenantId,
            row.ClientId is { } client ? OfClient(client) : OfTenant(row.TenantId),
            row.Network
        ));
    }

    private static Task<List<Exemption>> Exemptions(Db db, ApiClientsQuery query) =>
        db
            .AllowlistExemptions.IgnoreQueryFilters(Owner)
            .Where(exemption =>
                query.Tenants.Contains(exemption.TenantId)
                && exemption.Environment == query.Environment
                && exemption.WithdrawnAt == null
                && exemption.EndsAt > query.Now
            )
            .GroupBy(exemption => new { exemption.TenantId, exemption.ClientId })
            .Select(client => new Exemption(client.Key.TenantId, client.Key.ClientId, client.Max(exemption => exemption.EndsAt)))
            .ToListAsync();

    private static Task<List<Restrictable>> Restricted(Db db, ApiClientsQuery query) =>
        (
            from client in db.Clients.IgnoreQueryFilters(Owner)
            join tenant in db.Tenants on client.TenantId equals tenant.Id
            where query.Tenants.Contains(client.TenantId) && client.Environment == query.Environment && client.Kind != ClientKind.Api
            let isDisabled = client.DisabledAt != null || tenant.DisabledAt != null
            where
                isDisabled
                || AllowlistPolicy.KindsAlways.Contains(client.Kind)
                || client.RequiresAllowlist
                || tenant.RequiresAllowlist
                || db.AllowedNetworks.IgnoreQueryFilters(Owner)
                    .Any(network =>
                        network.TenantId == client.TenantId
                        && network.Environment == query.Environment
                        && (network.ClientId == null || network.ClientId == client.Id)
                    )
            select new Restrictable(client.Id, client.TenantId, client.Scopes, isDisabled)
            {
                RequiresAllowlist = AllowlistPolicy.IsRequired(client.Kind, client.RequiresAllowlist, tenant.RequiresAllowlist),
            }
        ).ToListAsync();

    private static string OfTenant(long id) => FormattableString.Invariant($"tenant/{id}");

    private static string OfClient(string id) => $"client/{id}";

    private sealed record Entry(long TenantId, string List, string Network);

    private sealed record Exemption(long TenantId, string ClientId, DateTimeOffset EndsAt);

    private sealed record Restrictable(string Id, long TenantId, List<string> Scopes, bool IsDisabled)
    {
        public required bool RequiresAllowlist { get; init; }
    }
}
