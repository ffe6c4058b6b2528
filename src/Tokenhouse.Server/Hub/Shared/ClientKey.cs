using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A client of the tenant as identified in URLs: <c>LIVE/acme-live</c>.</summary>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Id">Its id.</param>
public sealed record ClientKey(string Environment, string Id)
{
    /// <summary>What to send as an environment.</summary>
    internal const string Environments = "Use LIVE or UAT.";

    /// <summary>The clients that people can manage: all except the Hub's own.</summary>
    internal static readonly Expression<Func<Client, bool>> IsOfTenants = client =>
        client.Id != HubHost.ClientId || client.TenantId != Datacentre.Vendor;

    /// <summary><c>LIVE</c> or <c>UAT</c>.</summary>
    public string Environment { get; } = Canonical(Environment);

    /// <summary>Its path below the tenant's, for pages and the API.</summary>
    public string Path => $"/credentials/{Environment}/{Id}";

    public static ClientKey Of(Client client) => new(Format(client.Environment), client.Id);

    public static string Format(TenantEnvironment environment) => environment.ToString();

    /// <summary>Reads <c>LIVE</c> and <c>UAT</c>, and their earlier spellings <c>live</c> and <c>uat</c>. Null if it is neither.</summary>
    public static TenantEnvironment? Read(string? environment) =>
        environment switch
        {
            "LIVE" or "live" => TenantEnvironment.LIVE,
            "UAT" or "uat" => TenantEnvironment.UAT,
            _ => null,
        };

    /// <summary>An environment as it is written now; any other text stays as it is.</summary>
    public static string Canonical(string environment) => Read(environment) is { } known ? Format(known) : environment;

    /// <summary>The client, if the unit of work can see it.</summary>
    public async Task<Client?> Find(Db db) =>
        Read(Environment) is { } environment
            ? await db
                .Clients.Where(IsOfTenants)
                .Include(row => row.Secrets)
                .SingleOrDefaultAsync(row => row.Environment == environment && row.Id == Id)
            : null;
}
