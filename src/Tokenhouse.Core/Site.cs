namespace Tokenhouse.Core;

/// <summary>
/// One environment at one datacentre, as reached through one of its hosts. The issuer depends on the host; the
/// signing keys are the same.
/// </summary>
/// <param name="Datacentre">The site's datacentre.</param>
/// <param name="Environment">LIVE or UAT.</param>
/// <param name="Issuer">The issuer identifier (RFC 8414, 2), without a slash at its end.</param>
/// <param name="Tenant">Set on a tenant's own host, which serves only that tenant.</param>
public sealed record Site(Datacentre Datacentre, TenantEnvironment Environment, string Issuer, TenantName? Tenant)
{
    /// <summary>The host name, without port.</summary>
    public string Host { get; } = new Uri(Issuer).Host;
}
