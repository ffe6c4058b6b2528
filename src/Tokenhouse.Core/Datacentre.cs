namespace Tokenhouse.Core;

/// <summary>
/// A datacentre, which owns its database, and the names of its hosts. Every URL is built here from configuration; text from a
/// request never gets into one.
/// </summary>
/// <param name="Name">As in host names: <c>dc2</c>.</param>
/// <param name="BaseUrl">Scheme, domain and port that all hosts share: <c>https://example.com</c>.</param>
public sealed record Datacentre(string Name, Uri BaseUrl)
{
    /// <summary>The built-in tenant of every datacentre: the vendor of the APIs.</summary>
    public const long Vendor = 1;

    /// <summary>The web portal: <c>hub.dc2.example.com</c>.</summary>
    public HubHost Hub => new(this, Origin($"hub.{Name}"));

    /// <summary>The site of an environment at its own host: <c>login.dc2.example.com</c>.</summary>
    public Site Site(TenantEnvironment environment) => new(this, environment, Origin($"{environment.HostLabel()}.{Name}"), Tenant: null);

    /// <summary>The same site at the host of one tenant: <c>acme.login.example.com</c>.</summary>
    public Site Site(TenantEnvironment environment, TenantName tenant) =>
        new(this, environment, Origin($"{tenant.Slug}.{environment.HostLabel()}"), tenant);

    private string Origin(string labels) => $"{BaseUrl.Scheme}://{labels}.{BaseUrl.Authority}";
}
