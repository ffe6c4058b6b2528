namespace Tokenhouse.Server.Hub.Shared;

/// <summary>What a person can do in a tenant. Only <see cref="RoleRights"/> maps roles to rights.</summary>
public enum Right
{
    /// <summary>View everything in the tenant except secrets.</summary>
    See,

    /// <summary>Request credentials, and change everything about them except secrets.</summary>
    Work,

    /// <summary>Create and view secrets.</summary>
    HoldSecrets,

    /// <summary>Manage people and roles.</summary>
    ManagePeople,

    /// <summary>Operate for the vendor: tenants, contracts, approvals, catalogue, dialects, keys.</summary>
    Operate,
}
