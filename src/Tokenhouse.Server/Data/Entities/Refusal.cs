using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A refused request, with the exact reason. Identical ones within a second are one row with a count; those that proved nothing, and notes,
/// within an hour. An attempt without a client of the datacentre belongs to the vendor.
/// </summary>
public sealed class Refusal : IEnvironmentOwned
{
    /// <summary>The kinds of rows that refuse nothing: notes about a request that was granted.</summary>
    public static readonly IReadOnlyList<string> Notes =
    [
        nameof(RefusalKind.HeaderIgnored),
        nameof(RefusalKind.RefreshTokenRepeated),
        nameof(RefusalKind.ScopeIgnored),
    ];

    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    /// <summary>The attempted operation: <c>token</c>, <c>authorize</c>, <c>sign-in</c>, <c>introspect</c>, <c>api</c>; empty for others.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The name of the <see cref="Tokenhouse.Core.RefusalKind"/>; empty in rows of earlier releases.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Whether the request proved the client's secret. Anyone may have sent the others. Rows of earlier releases don't record it.</summary>
    public bool IsProved { get; init; }

    /// <summary>Whether identical ones share a row for an hour.</summary>
    public bool IsFolded => Folds(IsProved, Code);

    /// <summary>The email address of the account of a sign-in attempt; never one that doesn't exist.</summary>
    public string? Person { get; init; }

    public required string? ClientId { get; init; }

    /// <summary>The dialect of the endpoint that refused; empty for an API or the sign-in.</summary>
    public required string Dialect { get; init; }

    /// <summary>The API that refused or introspected; null if only this server was involved.</summary>
    public string? ApiIdentifier { get; init; }

    /// <summary>The endpoint of that API, as a pattern: <c>/v3/{tenantId}/jobs</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The error code in the response, or the closest one if the response had none; empty for a note.</summary>
    public required string Code { get; init; }

    /// <summary>The exact reason, which wasn't in the response.</summary>
    public required string Reason { get; init; }

    public required string Address { get; init; }

    /// <summary>The correlation ID of the first of them.</summary>
    public required string CorrelationId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Count { get; init; }

    /// <summary>Whether identical ones share a row for an hour: anyone may cause them, or, if they are notes, every call of a program.</summary>
    public static bool Folds(bool isProved, string code) => !isProved || code.Length == 0;
}
