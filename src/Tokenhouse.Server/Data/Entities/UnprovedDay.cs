namespace Tokenhouse.Server.Data.Entities;

/// <summary>How many rows there are of one day's refusals of one kind that proved nothing: what the daily bound is counted by, on all servers together.</summary>
public sealed class UnprovedDay : IOwned
{
    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    /// <summary>The name of the <see cref="Core.RefusalKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its first moment (UTC).</summary>
    public required DateTimeOffset Day { get; init; }

    /// <summary>How many rows were asked for; those beyond the bound were not written.</summary>
    public required long Rows { get; init; }
}
