using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The authenticated caller in one tenant. Only <see cref="CallerResolver"/> creates it.</summary>
public sealed class Caller
{
    internal Caller(string name, TenantName tenant, IReadOnlySet<Right> rights, IReadOnlySet<string>? scopes) =>
        (Name, Tenant, Rights, Scopes) = (name, tenant, rights, scopes);

    /// <summary>A person's email address, or a client's ID.</summary>
    public string Name { get; }

    /// <summary>The tenant.</summary>
    public TenantName Tenant { get; }

    /// <summary>The tenant's name.</summary>
    public required string TenantTitle { get; init; }

    /// <summary>Since when the tenant is disabled; null if it isn't.</summary>
    public DateTimeOffset? TenantDisabledAt { get; init; }

    /// <summary>Whether it is the vendor's own tenant, in which only the vendor's staff can do anything.</summary>
    public bool IsAtVendor => Tenant.Id == Datacentre.Vendor;

    public IReadOnlySet<Right> Rights { get; }

    /// <summary>Whether they act for the vendor, even in a tenant of which they are also a member.</summary>
    public bool IsOperator => Rights.Contains(Right.Operate);

    /// <summary>The account; null for a program.</summary>
    public Guid? AccountId { get; init; }

    public IPAddress? Address { get; init; }

    public required string CorrelationId { get; init; }

    /// <summary>Which version of something a program wants to change.</summary>
    public IfMatchCondition IfMatch { get; init; } = IfMatchCondition.Any;

    /// <summary>Runs in the transaction of their change, so that both are committed or neither. A problem prevents the change.</summary>
    internal Func<Db, Task<Problem?>>? Claim { get; set; }

    /// <summary>The scopes of a program's access token; null for a person.</summary>
    private IReadOnlySet<string>? Scopes { get; }

    public bool May(Permission permission) => Rights.Contains(permission.Right) && Scopes?.Contains(permission.Scope) != false;

    /// <summary>
    /// Whether they can give a program a scope of the Hub: people who manage people can, and a program can only give scopes it has itself. So no one can
    /// gain more access through another program.
    /// </summary>
    public bool MayHandOn(string scope) => Rights.Contains(Right.ManagePeople) && Scopes?.Contains(scope) != false;

    internal string SpelledAddress => ClientAddress.Format(Address);
}
