using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A person's membership in a tenant, as listed in the Hub.</summary>
public sealed record MembershipSummary(long TenantId, string Slug, string Name, Role Role)
{
    /// <summary>Whether the person works for the vendor, and so can access every tenant.</summary>
    public bool IsVendor => TenantId == Datacentre.Vendor;
}
