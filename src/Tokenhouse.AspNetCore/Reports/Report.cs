namespace Tokenhouse.AspNetCore.Reports;

/// <summary>A refusal as reported to the authorization server: what happened, to which client and where, but never the token.</summary>
internal sealed record Report(string? ClientId, string Code, string Reason, string Path, string Address)
{
    public required string CorrelationId { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long At { get; init; }

    /// <summary>How often it happened; the report describes the first.</summary>
    public int Count { get; init; } = 1;
}
