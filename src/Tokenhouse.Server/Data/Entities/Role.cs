namespace Tokenhouse.Server.Data.Entities;

/// <summary>What a member may do in a tenant; each role includes those before it.</summary>
public enum Role
{
    /// <summary>Signs in and agrees to what integrators ask for.</summary>
    Member,

    /// <summary>Sees the tenant in the Hub, but no secret.</summary>
    Reader,

    /// <summary>Works with credentials.</summary>
    Developer,

    /// <summary>Everything in the tenant, its people included.</summary>
    Manager,
}
