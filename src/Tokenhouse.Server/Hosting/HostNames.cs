using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// What a host name stands for in a datacentre: the Hub, or a site by its own name, an alias or a tenant's host. Never both: the Hub never answers
/// at a site's host, nor a site at the Hub's.
/// </summary>
public sealed class HostNames
{
    private readonly Datacentre datacentre;
    private readonly HubHost hub;
    private readonly ClientDirectory directory;
    private readonly FrozenDictionary<string, Site> sites;

    internal HostNames(Datacentre datacentre, DatacentreOptions options, ClientDirectory directory)
    {
        (this.datacentre, hub, this.directory) = (datacentre, datacentre.Hub, directory);
        var names =
            from environment in Enum.GetValues<TenantEnvironment>()
            let site = datacentre.Site(environment)
            from name in options.Sites.GetValueOrDefault(environment, new()).Aliases.Prepend(site.Host)
            select (name, site);
        sites = names.ToFrozenDictionary(named => named.name, named => named.site, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether this datacentre serves the name. What it stands for is then attached to the request.</summary>
    public async ValueTask<bool> Recognise(string host, IFeatureCollection request)
    {
        if (host.Equals(hub.Host, StringComparison.OrdinalIgnoreCase))
        {
            request.Set(hub);
            return true;
        }
        if (await Find(host) is not { } site)
            return false;
        request.Set(site);
        return true;
    }

    private ValueTask<Site?> Find(string host) => sites.TryGetValue(host, out var site) ? new(site) : FindTenant(host);

    private async ValueTask<Site?> FindTenant(string host)
    {
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            var domain = $".{environment.HostLabel()}.{datacentre.BaseUrl.Host}";
            if (!host.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
                continue;
            var slug = host[..^domain.Length].ToLowerInvariant();
            // The vendor exists in every datacentre, so it has no host of its own: one issuer must not have different keys.
            return await directory.Tenant(slug) is { Id: not Datacentre.Vendor } tenant ? datacentre.Site(environment, tenant) : null;
        }
        return null;
    }
}
