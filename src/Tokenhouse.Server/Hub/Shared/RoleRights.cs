using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Maps roles to rights. The vendor's staff reach every tenant, but can't see other tenants' secrets.</summary>
public static class RoleRights
{
    private static readonly HashSet<Right> None = [];
    private static readonly HashSet<Right> Reader = [Right.See];
    private static readonly HashSet<Right> Developer = [Right.See, Right.Work, Right.HoldSecrets];
    private static readonly HashSet<Right> Manager = [Right.See, Right.Work, Right.HoldSecrets, Right.ManagePeople];
    private static readonly HashSet<Right> SeniorOperator = [Right.See, Right.Work, Right.ManagePeople, Right.Operate];
    private static readonly HashSet<Right> Operator = [Right.See, Right.Work, Right.Operate];

    /// <summary>A member's rights in their tenant.</summary>
    public static IReadOnlySet<Right> OfMember(Role role) =>
        role switch
        {
            Role.Reader => Reader,
            Role.Developer => Developer,
            Role.Manager => Manager,
            _ => None,
        };

    /// <summary>A member's current rights in their tenant: if the vendor disabled it, they can only view it.</summary>
    public static IReadOnlySet<Right> OfMember(Role role, Tenant tenant) =>
        OfMember(tenant.DisabledAt is null || role is Role.Member ? role : Role.Reader);

    /// <summary>
    /// The rights of a person who is a member of both a tenant and the vendor: the sum of both, but no secrets of the tenant. In the vendor's own tenant
    /// both are the same role.
    /// </summary>
    public static IReadOnlySet<Right> WithOperator(IReadOnlySet<Right> own, Role vendor, bool isAtHome)
    {
        var operated = OfOperator(vendor);
        var kept = isAtHome || operated.Count == 0 ? own : own.Where(right => right is not Right.HoldSecrets);
        return new HashSet<Right>([.. kept, .. operated]);
    }

    /// <summary>The rights of a member of the vendor in every tenant.</summary>
    public static IReadOnlySet<Right> OfOperator(Role role) =>
        role switch
        {
            Role.Reader => Reader,
            Role.Developer => Operator,
            Role.Manager => SeniorOperator,
            _ => None,
        };
}
