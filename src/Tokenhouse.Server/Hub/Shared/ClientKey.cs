using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A client of the tenant as identified in URLs: <c>live/acme-live</c>.</summary>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="Id">Its id.</param>
public sealed record ClientKey(string Environment, string Id)
{
    /// <summary>The clients that people can manage: all except the Hub's own.</summary>
    internal static readonly Expression<Func<Client, bool>> IsOfTenants = client =>
        client.Id != HubHost.ClientId || client.TenantId != Datacentre.Vendor;

    /// <summary>Its path below the tenant's, for pages and the API.</summary>
    public string Path => $"/credentials/{Environment}/{Id}";

    public static ClientKey Of(Client client) => new(Format(client.Environment), client.Id);

    public static string Format(TenantEnvironment environment) => environment is TenantEnvironment.LIVE ? "live" : "uat";

    /// <summary>Null if it is neither.</summary>
    public static TenantEnvironment? Read(string environment) =>
        environment switch
        {
            "live" => TenantEnvironment.LIVE,
            "uat" => TenantEnvironment.UAT,
            _ => null,
        };

    /// <summary>The client, if the unit of work can see it.</summary>
    public async Task<Client?> Find(Db db) =>
        Read(Environment) is { } environment
            ? await db
                .Clients.Where(IsOfTenants)
                .Include(row => row.Secrets)
                .SingleOrDefaultAsync(row => row.Environment == environment && row.Id == Id)
            : null;
}
