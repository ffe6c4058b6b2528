using Tokenhouse.Core;

namespace Tokenhouse.Server.Demo;

/// <summary>A site as shown in the greeting: its URL, and its demo credentials.</summary>
public sealed record DemoSite(string? Region, Site Site, DemoTenant? Tenant, DemoClient? Client)
{
    /// <summary>One row for each site, or one for each credential if a site has several.</summary>
    public static IReadOnlyList<DemoSite> All(IEnumerable<(Datacentre Datacentre, string? Region)> datacentres, bool demo) =>
        [
            .. from entry in datacentres
            from environment in Enum.GetValues<TenantEnvironment>()
            from credential in Credentials(entry.Datacentre, environment).Where(_ => demo).DefaultIfEmpty()
            select new DemoSite(entry.Region, entry.Datacentre.Site(environment), credential.Tenant, credential.Client),
        ];

    /// <summary>The command that gets a first token.</summary>
    public static string Curl(Uri baseUrl)
    {
        var tenant = DemoData.Tenants[0];
        var client = tenant.Clients[0];
        var site = new Datacentre(tenant.Datacentre, baseUrl).Site(client.Environment);
        return $"""
            curl -d grant_type={GrantTypes.ClientCredentials} -d client_id={client.Id} -d client_secret={client.Secret} \
                 -d scope="{client.Scopes[0]} {client.Scopes[1]}" {site.Issuer}/connect/token
            """;
    }

    private static IEnumerable<(DemoTenant? Tenant, DemoClient? Client)> Credentials(
        Datacentre datacentre,
        TenantEnvironment environment
    ) =>
        from tenant in DemoData.Tenants
        where tenant.Datacentre == datacentre.Name
        from client in tenant.Clients
        where client.Environment == environment
        select ((DemoTenant?)tenant, (DemoClient?)client);
}
