using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin;

/// <summary>The table of roles. Who works for the vendor reaches every tenant, but holds no secret of another.</summary>
public static class Rights
{
    private static readonly HashSet<Right> None = [];
    private static readonly HashSet<Right> Reader = [Right.See];
    private static readonly HashSet<Right> Developer = [Right.See, Right.Work, Right.HoldSecrets];
    private static readonly HashSet<Right> Manager = [Right.See, Right.Work, Right.HoldSecrets, Right.ManagePeople];
    private static readonly HashSet<Right> SeniorOperator = [Right.See, Right.Work, Right.ManagePeople, Right.Operate];
    private static readonly HashSet<Right> Operator = [Right.See, Right.Work, Right.Operate];

    /// <summary>What a member may do in their tenant.</summary>
    public static IReadOnlySet<Right> OfMember(Role role) =>
        role switch
        {
            Role.Reader => Reader,
            Role.Developer => Developer,
            Role.Manager => Manager,
            _ => None,
        };

    /// <summary>What a member may do in their tenant as it is: one that the vendor disabled stays as it was, and they may see why nothing works.</summary>
    public static IReadOnlySet<Right> OfMember(Role role, Tenant tenant) =>
        OfMember(tenant.DisabledAt is null || role is Role.Member ? role : Role.Reader);

    /// <summary>
    /// What somebody may do who is a member of a tenant and of the vendor: what either gives, but no secret of a tenant, whatever they are there. At home
    /// both are one and the same role.
    /// </summary>
    public static IReadOnlySet<Right> WithOperator(IReadOnlySet<Right> own, Role vendor, bool isAtHome)
    {
        var operated = OfOperator(vendor);
        var kept = isAtHome || operated.Count == 0 ? own : own.Where(right => right is not Right.HoldSecrets);
        return new HashSet<Right>([.. kept, .. operated]);
    }

    /// <summary>What a member of the vendor may do in every tenant.</summary>
    public static IReadOnlySet<Right> OfOperator(Role role) =>
        role switch
        {
            Role.Reader => Reader,
            Role.Developer => Operator,
            Role.Manager => SeniorOperator,
            _ => None,
        };
}
