using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin;

/// <summary>A person's place in a tenant, as the Hub lists it.</summary>
public sealed record Seat(long TenantId, string Slug, string Name, Role Role)
{
    /// <summary>Whether the person works for the vendor, and so has a place in every tenant.</summary>
    public bool IsVendor => TenantId == Datacentre.Vendor;
}
