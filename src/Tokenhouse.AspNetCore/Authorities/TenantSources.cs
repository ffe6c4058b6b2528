using System.Collections.Frozen;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>
/// Which authorities a tenant's tokens are accepted from. Each datacentre numbers its own tenants. With several authorities, a number identifies
/// the tenant only at the authorities that the options list for it.
/// </summary>
internal sealed class TenantSources(TokenhouseOptions options)
{
    /// <summary>The tenant that exists in every datacentre under the same number.</summary>
    public const long Vendor = 1;

    private readonly (TenantRange Range, FrozenSet<string> Authorities)[] sources =
    [
        .. options.Tenants.Select(named => (TenantRange.Read(named.Key)!, named.Value.ToFrozenSet(StringComparer.Ordinal))),
    ];

    /// <summary>Whether the token's tenant is accepted from the authority.</summary>
    public bool Accept(long tenantId, Authority authority) => tenantId == Vendor || options.AcceptAnyTenant || Means(tenantId, authority);

    /// <summary>Whether the number identifies the authority's tenant with that number.</summary>
    public bool Means(long tenantId, Authority authority)
    {
        if (sources.Length == 0)
            return options.Authorities.Count == 1;
        foreach (var (range, authorities) in sources)
            if (range.Contains(tenantId))
                return authorities.Contains(authority.Name); // ranges don't overlap
        return false;
    }
}
