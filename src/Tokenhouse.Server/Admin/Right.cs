namespace Tokenhouse.Server.Admin;

/// <summary>What somebody may do in a tenant. Which role has which is said in <see cref="Rights"/>, and nowhere else.</summary>
public enum Right
{
    /// <summary>Sees everything of the tenant but secrets.</summary>
    See,

    /// <summary>Asks for credentials, and changes what is theirs but secrets.</summary>
    Work,

    /// <summary>Makes and sees secrets.</summary>
    HoldSecrets,

    /// <summary>Says who else may do what.</summary>
    ManagePeople,

    /// <summary>Decides for the vendor: tenants, contracts, approvals, catalogue, dialects, keys.</summary>
    Operate,
}
