using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Admin;

/// <summary>Who does something, proven, in one tenant: it is made by <see cref="Actors"/> alone.</summary>
public sealed class Actor
{
    internal Actor(string name, TenantName tenant, IReadOnlySet<Right> rights, IReadOnlySet<string>? scopes) =>
        (Name, Tenant, Rights, Scopes) = (name, tenant, rights, scopes);

    /// <summary>The mail address of a person, or the id of a client.</summary>
    public string Name { get; }

    /// <summary>In which tenant.</summary>
    public TenantName Tenant { get; }

    /// <summary>What the tenant is called.</summary>
    public required string TenantTitle { get; init; }

    /// <summary>Since when the vendor has the tenant disabled; null: it is not.</summary>
    public DateTimeOffset? TenantDisabledAt { get; init; }

    /// <summary>Whether it is the vendor's own tenant, in which only who works for the vendor may do anything.</summary>
    public bool IsAtVendor => Tenant.Id == Datacentre.Vendor;

    public IReadOnlySet<Right> Rights { get; }

    /// <summary>Whether they act for the vendor, also in a tenant in which they are a member besides.</summary>
    public bool IsOperator => Rights.Contains(Right.Operate);

    /// <summary>The account; none where a program acts.</summary>
    public Guid? AccountId { get; init; }

    public IPAddress? Address { get; init; }

    public required string CorrelationId { get; init; }

    /// <summary>Written in the transaction of what they change: both are done, or neither. A problem: it must not be done.</summary>
    internal Func<Db, Task<Problem?>>? Claim { get; set; }

    /// <summary>What the access token of a program allows; a person has none.</summary>
    private IReadOnlySet<string>? Scopes { get; }

    public bool May(Permission permission) => Rights.Contains(permission.Right) && Scopes?.Contains(permission.Scope) != false;

    /// <summary>
    /// Whether they may let a program have a scope of the Hub: who manages people may, and a program only what it has itself. So nobody comes by more
    /// than they have through another.
    /// </summary>
    public bool MayHandOn(string scope) => Rights.Contains(Right.ManagePeople) && Scopes?.Contains(scope) != false;

    internal string SpelledAddress => ClientAddress.Spelled(Address);
}
