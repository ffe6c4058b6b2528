namespace Tokenhouse.Core;

/// <summary>How contracts cover a scope at a moment.</summary>
/// <param name="State">Whether they do, did or will.</param>
public sealed record ScopeCoverage(CoverageState State)
{
    /// <summary>When it begins, where it is not covered yet.</summary>
    public DateTimeOffset? BeginsAt { get; init; }

    /// <summary>The first moment at which it is no longer covered; null: no end date.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}
