namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A request that was refused, with the exact reason. Identical ones within a second are one row with a count; those that proved nothing, within an
/// hour. An attempt that names no client of the datacentre belongs to the vendor.
/// </summary>
public sealed class Refusal : IOwned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    /// <summary>What was attempted: <c>token</c>, <c>authorize</c>, <c>sign-in</c>, <c>introspect</c>, <c>api</c>; empty for none of these.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The name of the <see cref="Core.RefusalKind"/>; empty in rows of a release that had none.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Whether the request proved the client's secret; anyone may have sent the others. Not so in rows of a release that did not record it.</summary>
    public bool IsProved { get; init; }

    /// <summary>The mail address of the account at an attempt to sign in; never one that only a stranger wrote.</summary>
    public string? Person { get; init; }

    public required string? ClientId { get; init; }

    /// <summary>The dialect of the endpoint that refused; empty where an API or the sign-in did.</summary>
    public required string Dialect { get; init; }

    /// <summary>The API that refused, or that asked about the token; none where only this server was concerned.</summary>
    public string? ApiIdentifier { get; init; }

    /// <summary>The endpoint of that API, as a pattern: <c>/v3/{tenantId}/jobs</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The error code that went over the wire, or that says most nearly what a page or an answer without one said.</summary>
    public required string Code { get; init; }

    /// <summary>The exact reason, which did not.</summary>
    public required string Reason { get; init; }

    public required string Address { get; init; }

    /// <summary>The correlation id of the first of them.</summary>
    public required string CorrelationId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Count { get; init; }
}
