using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.Hosting;

/// <summary>The dialects of a host: those configured for its site, or all; on a tenant's own host, only the tenant's.</summary>
internal sealed class EnabledDialects(IReadOnlyDictionary<TenantEnvironment, SiteOptions> sites, ClientDirectory directory)
{
    public async ValueTask<bool> Has(Site site, Dialect dialect)
    {
        if (sites.TryGetValue(site.Environment, out var options) && options.Dialects.Count > 0 && !options.Dialects.Contains(dialect.Name))
            return false;
        return site.Tenant is null
            || await directory.Tenant(site.Tenant.Id) is { Row: var tenant } && tenant.Dialects.Contains(dialect.Name);
    }

    public async ValueTask<IReadOnlyList<Dialect>> At(Site site)
    {
        var spoken = new List<Dialect>();
        foreach (var dialect in DialectCatalogue.List)
            if (await Has(site, dialect))
                spoken.Add(dialect);
        return spoken;
    }
}
