using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>An allowlist of the tenant as identified in URLs: a client's, or the tenant's own in an environment.</summary>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Client">The client's ID; null for the tenant's own list.</param>
public sealed record AllowlistKey(string Environment, string? Client = null)
{
    public string Environment { get; } = ClientKey.Canonical(Environment);

    /// <summary>Its path below the tenant's, for pages and the API.</summary>
    public string Path => Client is null ? $"/allowlist/{Environment}" : new ClientKey(Environment, Client).Path + "/allowlist";

    /// <summary>The list of a client.</summary>
    public static implicit operator AllowlistKey(ClientKey client) => new(client.Environment, client.Id);

    /// <summary>The list, if the unit of work can see it; null if the client or environment doesn't exist.</summary>
    internal async Task<Found?> Find(Db db)
    {
        if (ClientKey.Read(Environment) is not { } environment)
            return null;
        if (Client is null)
            return new(environment, ClientId: null);
        return await new ClientKey(Environment, Client).Find(db) is { } client ? new(environment, client.Id) : null;
    }

    /// <summary>An existing list, possibly empty.</summary>
    internal sealed record Found(TenantEnvironment Environment, string? ClientId)
    {
        public IQueryable<AllowedNetwork> Rows(Db db) =>
            db.AllowedNetworks.Where(row => row.Environment == Environment && row.ClientId == ClientId);

        /// <summary>The target in the audit: the client or the tenant.</summary>
        public string Target(Caller caller) => ClientId ?? caller.Tenant.Slug;
    }
}
