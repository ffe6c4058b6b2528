using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>Which dialects a host speaks: those that are configured for its site, or else all; and on a tenant's own host only what the tenant has.</summary>
internal sealed class SpokenDialects(IReadOnlyDictionary<Environment, SiteOptions> sites, ClientDirectory directory)
{
    public async ValueTask<bool> Has(Site site, Dialect dialect)
    {
        if (sites.TryGetValue(site.Environment, out var options) && options.Dialects.Count > 0 && !options.Dialects.Contains(dialect.Name))
            return false;
        return site.Tenant is null
            || await directory.Tenant(site.Tenant.Id) is { Row: var tenant } && tenant.Dialects.Contains(dialect.Name);
    }
}
