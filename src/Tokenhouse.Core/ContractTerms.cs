namespace Tokenhouse.Core;

/// <summary>The scopes that one contract gives, and when.</summary>
/// <param name="Scopes">The scopes.</param>
/// <param name="From">The first moment at which it counts.</param>
/// <param name="Until">The first moment at which it no longer counts; null: no end date.</param>
public sealed record ContractTerms(IReadOnlyList<string> Scopes, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Whether it counts at a moment.</summary>
    public bool IsCurrent(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}
