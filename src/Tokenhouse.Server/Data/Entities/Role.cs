namespace Tokenhouse.Server.Data.Entities;

/// <summary>A member's role in a tenant. Each role includes the previous ones.</summary>
public enum Role
{
    /// <summary>Can sign in and agree to applications' requests.</summary>
    Member,

    /// <summary>Can view the tenant in the Hub, but no secrets.</summary>
    Reader,

    /// <summary>Can manage credentials.</summary>
    Developer,

    /// <summary>Can manage everything in the tenant, including its people.</summary>
    Manager,
}
