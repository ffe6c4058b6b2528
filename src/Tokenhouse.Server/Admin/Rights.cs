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
