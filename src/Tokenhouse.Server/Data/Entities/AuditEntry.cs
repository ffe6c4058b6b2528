using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A change: who made it, when, from where, and the values before and after. Written in the transaction of the change. Each entry
/// contains the hash of the previous one, so that altering or removing an entry from the middle can be detected.
/// </summary>
public sealed class AuditEntry : ITenantOwned
{
    public required long TenantId { get; init; }

    /// <summary>The number of the entry within the tenant, from one, without gaps.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A person's email address, or a client's ID.</summary>
    public required string Actor { get; init; }

    /// <summary>From where.</summary>
    public required string Address { get; init; }

    public required string CorrelationId { get; init; }

    /// <summary>What was done, such as <c>secret.made</c>.</summary>
    public required string Act { get; init; }

    /// <summary>The target: the client's ID, the person's email address.</summary>
    public required string Target { get; init; }

    /// <summary>The environment, if there is one.</summary>
    public required TenantEnvironment? Environment { get; init; }

    /// <summary>JSON of the values before the change. Never a secret.</summary>
    public required string? Before { get; init; }

    /// <summary>JSON of the values after the change.</summary>
    public required string? After { get; init; }

    /// <summary>The hash of the previous entry; zeros for the first.</summary>
    public byte[] PreviousHash { get; set; } = [];

    /// <summary>SHA-256 over everything above.</summary>
    public byte[] Hash { get; set; } = [];
}
