namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A change that somebody made: who, when, from where, what was there before and after. Written in the transaction of the change. Each entry
/// holds the hash of the one before it, so that none can be altered or taken out of the middle unnoticed.
/// </summary>
public sealed class AuditEntry : IOfTenant
{
    public required long TenantId { get; init; }

    /// <summary>Counts the entries of a tenant, from one, without gaps.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The mail address of a person, or the id of a client.</summary>
    public required string Actor { get; init; }

    /// <summary>From where.</summary>
    public required string Address { get; init; }

    public required string CorrelationId { get; init; }

    /// <summary>What was done, such as <c>secret.made</c>.</summary>
    public required string Act { get; init; }

    /// <summary>To what: the client's id, the person's mail address.</summary>
    public required string Target { get; init; }

    /// <summary>In which environment, where that says anything.</summary>
    public required Environment? Environment { get; init; }

    /// <summary>JSON of what was changed, as it was. Never a secret.</summary>
    public required string? Before { get; init; }

    /// <summary>JSON of what was changed, as it became.</summary>
    public required string? After { get; init; }

    /// <summary>The hash of the entry before; zeros for the first.</summary>
    public byte[] PreviousHash { get; set; } = [];

    /// <summary>SHA-256 over everything above.</summary>
    public byte[] Hash { get; set; } = [];
}
