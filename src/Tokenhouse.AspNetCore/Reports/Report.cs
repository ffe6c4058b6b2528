namespace Tokenhouse.AspNetCore.Reports;

/// <summary>A refusal as it is told to the authorization server: what happened to whom and where, never the token.</summary>
internal sealed record Report(string? ClientId, string Code, string Reason, string Path, string Address)
{
    public required string CorrelationId { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public required long At { get; init; }

    /// <summary>How often the same happened; the first is the one that is told.</summary>
    public int Count { get; init; } = 1;
}
