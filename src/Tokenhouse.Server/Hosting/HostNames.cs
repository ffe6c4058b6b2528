using System.Collections.Frozen;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>Which site of a datacentre a host name stands for: the sites' own names, their aliases, and the tenants' hosts.</summary>
public sealed class HostNames
{
    private readonly Datacentre datacentre;
    private readonly ClientDirectory directory;
    private readonly FrozenDictionary<string, Site> sites;

    internal HostNames(Datacentre datacentre, DatacentreOptions options, ClientDirectory directory)
    {
        (this.datacentre, this.directory) = (datacentre, directory);
        var names =
            from environment in Enum.GetValues<Environment>()
            let site = datacentre.Site(environment)
            from name in options.Sites.GetValueOrDefault(environment, new()).Aliases.Prepend(site.Host)
            select (name, site);
        sites = names.ToFrozenDictionary(named => named.name, named => named.site, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The site, or null when the name is not one of this datacentre's.</summary>
    public ValueTask<Site?> Find(string host) => sites.TryGetValue(host, out var site) ? new(site) : FindTenant(host);

    private async ValueTask<Site?> FindTenant(string host)
    {
        foreach (var environment in Enum.GetValues<Environment>())
        {
            var domain = $".{environment.HostLabel()}.{datacentre.BaseUrl.Host}";
            if (!host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
                continue;
            var slug = host[..^domain.Length].ToLowerInvariant();
            // The vendor is everywhere, and so has no host of its own: one issuer must not have different keys.
            return await directory.Tenant(slug) is { Id: not Datacentre.Vendor } tenant ? datacentre.Site(environment, tenant) : null;
        }
        return null;
    }
}
