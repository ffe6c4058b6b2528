using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>
/// What the database says about the callers of an API. Clients are its callers when they may ask for one of its scopes; those that are disabled or
/// restricted are listed in any case, since they may still hold a token from before.
/// </summary>
internal sealed class CallersOfApi
{
    /// <summary>Whoever is disabled, or whose tenant is.</summary>
    public required IReadOnlyList<string> Disabled { get; init; }

    /// <summary>The lists that count for each client that may not call from everywhere.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> ListsOf { get; init; }

    /// <summary>Until when a client may call from everywhere nevertheless.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> ExemptUntil { get; init; }

    /// <summary>The networks on each list, as far as there are any.</summary>
    public required ILookup<string, string> Networks { get; init; }

    /// <summary>Hashes of the tokens that were revoked before their end, until no API accepts them any more.</summary>
    public required IReadOnlyList<byte[]> Revoked { get; init; }

    private const string Nobody = "nobody"; // the name of a list without entries

    private static readonly string[] Owner = [Db.OwnerFilter]; // an expression cannot hold a list written out

    public static async Task<CallersOfApi> Load(Db db, Environment environment, string api, DateTimeOffset now)
    {
        var forgotten = now - AccessToken.Afterlife;
        var scopes = await db.Scopes.Where(scope => scope.ApiIdentifier == api).Select(scope => scope.Name).ToHashSetAsync();
        var networks = (await Entries(db, environment)).ToLookup(entry => entry.List, entry => entry.Network);
        var clients = await Restricted(db, environment);
        var exemptions = await db
            .AllowlistExemptions.IgnoreQueryFilters(Owner)
            .Where(exemption => exemption.Environment == environment && exemption.WithdrawnAt == null && exemption.EndsAt > now)
            .GroupBy(exemption => exemption.ClientId)
            .Select(exemptions => new { exemptions.Key, End = exemptions.Max(exemption => exemption.EndsAt) })
            .ToDictionaryAsync(exemptions => exemptions.Key, exemptions => exemptions.End);
        return new()
        {
            Disabled = [.. clients.Where(client => client.IsDisabled).Select(client => client.Id)],
            ListsOf = clients
                .Select(client => (client.Id, Lists: Lists(client, networks, scopes)))
                .Where(client => client.Lists.Count > 0)
                .ToDictionary(client => client.Id, IReadOnlyList<string> (client) => client.Lists),
            ExemptUntil = exemptions,
            Networks = networks,
            Revoked = await db
                .AccessTokens.IgnoreQueryFilters(Owner)
                .Where(token =>
                    token.Environment == environment && token.Audience == api && token.RevokedAt != null && token.ExpiresAt > forgotten
                )
                .Select(token => token.Hash)
                .ToListAsync(),
        };
    }

    /// <summary>
    /// The same rule as at this server's own endpoints: every list that has entries counts; where one is needed, none is an empty one. Who may no
    /// longer ask for a scope of the API would not be believed here either, and its addresses are not the API's business.
    /// </summary>
    private static List<string> Lists(Restrictable client, ILookup<string, string> networks, HashSet<string> scopes)
    {
        List<string> lists = [.. new[] { OfTenant(client.TenantId), OfClient(client.Id) }.Where(networks.Contains)];
        if (lists.Count == 0 && client.RequiresAllowlist)
            lists.Add(OfClient(client.Id));
        return lists.Count > 0 && !client.Scopes.Any(scopes.Contains) ? [Nobody] : lists;
    }

    private static async Task<IEnumerable<(string List, string Network)>> Entries(Db db, Environment environment)
    {
        var rows = await db
            .AllowedNetworks.IgnoreQueryFilters(Owner)
            .Where(network => network.Environment == environment)
            .OrderBy(network => network.Network)
            .Select(network => new
            {
                network.TenantId,
                network.ClientId,
                network.Network,
            })
            .ToListAsync();
        return rows.Select(row => (row.ClientId is { } client ? OfClient(client) : OfTenant(row.TenantId), row.Network));
    }

    private static Task<List<Restrictable>> Restricted(Db db, Environment environment) =>
        (
            from client in db.Clients.IgnoreQueryFilters(Owner)
            join tenant in db.Tenants on client.TenantId equals tenant.Id
            where client.Environment == environment && client.Kind != ClientKind.Api
            let isDisabled = client.DisabledAt != null || tenant.DisabledAt != null
            let requires = client.Kind == ClientKind.AppKey || client.RequiresAllowlist || tenant.RequiresAllowlist
            where
                isDisabled
                || requires
                || db.AllowedNetworks.IgnoreQueryFilters(Owner)
                    .Any(network =>
                        network.TenantId == client.TenantId
                        && network.Environment == environment
                        && (network.ClientId == null || network.ClientId == client.Id)
                    )
            orderby client.Id
            select new Restrictable(client.Id, client.TenantId, client.Scopes, isDisabled, requires)
        ).ToListAsync();

    private static string OfTenant(long id) => FormattableString.Invariant($"tenant/{id}");

    private static string OfClient(string id) => $"client/{id}";

    private sealed record Restrictable(string Id, long TenantId, List<string> Scopes, bool IsDisabled, bool RequiresAllowlist);
}
