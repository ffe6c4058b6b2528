using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Allowlists;

/// <summary>An allowlist of the tenant, as addresses name it: that of a client, or the tenant's own in an environment.</summary>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="Client">The client's id; none: the tenant's own list.</param>
public sealed record AllowlistKey(string Environment, string? Client = null)
{
    /// <summary>Its address below that of the tenant, of the pages and the API alike.</summary>
    public string Path => Client is null ? $"/allowlist/{Environment}" : new ClientKey(Environment, Client).Path + "/allowlist";

    /// <summary>The list of a client.</summary>
    public static implicit operator AllowlistKey(ClientKey client) => new(client.Environment, client.Id);

    /// <summary>The list among those that the unit of work sees; null: there is no such client or environment.</summary>
    internal async Task<Found?> Find(Db db)
    {
        if (ClientKey.Read(Environment) is not { } environment)
            return null;
        if (Client is null)
            return new(environment, ClientId: null);
        return await new ClientKey(Environment, Client).Find(db) is { } client ? new(environment, client.Id) : null;
    }

    /// <summary>A list that is there, if only to be filled.</summary>
    internal sealed record Found(Environment Environment, string? ClientId)
    {
        public IQueryable<AllowedNetwork> Rows(Db db) =>
            db.AllowedNetworks.Where(row => row.Environment == Environment && row.ClientId == ClientId);

        /// <summary>What the audit says was changed: the client, or the tenant.</summary>
        public string Target(Actor actor) => ClientId ?? actor.Tenant.Slug;
    }
}
