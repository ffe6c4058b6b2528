using System.Collections.Frozen;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>
/// From which authorities the tokens of a tenant are taken. Each datacentre numbers its own tenants, so where there are several a number means
/// the tenant of the authorities that the options name for it, and of no other.
/// </summary>
internal sealed class TenantSources(TokenhouseOptions options)
{
    /// <summary>The tenant that every datacentre has, and that every one of them calls by this number.</summary>
    public const long Vendor = 1;

    private readonly (TenantRange Range, FrozenSet<string> Authorities)[] sources =
    [
        .. options.Tenants.Select(named => (TenantRange.Read(named.Key)!, named.Value.ToFrozenSet(StringComparer.Ordinal))),
    ];

    /// <summary>Whether a token of the authority is accepted, as far as its tenant goes.</summary>
    public bool Accept(long tenantId, Authority authority) => tenantId == Vendor || options.AcceptAnyTenant || Means(tenantId, authority);

    /// <summary>Whether the number means the tenant that the authority calls by it.</summary>
    public bool Means(long tenantId, Authority authority)
    {
        if (sources.Length == 0)
            return options.Authorities.Count == 1;
        foreach (var (range, authorities) in sources)
            if (range.Contains(tenantId))
                return authorities.Contains(authority.Name); // ranges do not overlap
        return false;
    }
}
