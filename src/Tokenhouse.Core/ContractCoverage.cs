namespace Tokenhouse.Core;

/// <summary>
/// What all contracts of a tenant in one environment come to. A scope is covered while any of them has it, so that one contract may take over from
/// another. The Hub's own scopes are part of every LIVE contract without being listed.
/// </summary>
public sealed class ContractCoverage(TenantEnvironment environment, params IEnumerable<ContractTerms> terms)
{
    private readonly ContractTerms[] contracts = [.. terms];

    public TenantEnvironment Environment => environment;

    public bool Covers(string scope, DateTimeOffset at)
    {
        if (HubScopes.Owns(scope))
            return environment is TenantEnvironment.LIVE;
        foreach (var contract in contracts)
            if (contract.IsCurrent(at) && contract.Scopes.Contains(scope))
                return true;
        return false;
    }

    /// <summary>The scopes that are listed in contracts which count at a moment, in their order.</summary>
    public IReadOnlyList<string> Listed(DateTimeOffset at) =>
        [.. contracts.Where(contract => contract.IsCurrent(at)).SelectMany(contract => contract.Scopes).Distinct()];

    /// <summary>How a scope is covered at a moment, and from when to when.</summary>
    public ScopeCoverage Of(string scope, DateTimeOffset at)
    {
        if (Covers(scope, at))
            return new(CoverageState.Current) { EndsAt = EndOf(scope, at) };
        var listing = contracts.Where(contract => contract.Scopes.Contains(scope)).ToList();
        if (listing.Count == 0)
            return new(CoverageState.NotListed);
        return listing.Where(contract => contract.From > at).Min(contract => (DateTimeOffset?)contract.From) is { } begin
            ? new(CoverageState.NotBegun) { BeginsAt = begin, EndsAt = EndOf(scope, begin) }
            : new(CoverageState.Ended) { EndsAt = listing.Max(contract => contract.Until) };
    }

    /// <summary>From a covered moment on, as long as one contract takes over from another.</summary>
    private DateTimeOffset? EndOf(string scope, DateTimeOffset from)
    {
        DateTimeOffset? end = from;
        while (end is { } at && contracts.FirstOrDefault(contract => contract.IsCurrent(at) && contract.Scopes.Contains(scope)) is { } next)
            end = next.Until;
        return HubScopes.Owns(scope) ? null : end;
    }
}
