using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Contracts;

/// <summary>
/// What several contracts come to. A scope counts while any of them has it: one that ends takes nothing away as long as another goes on.
/// </summary>
internal static class Coverage
{
    /// <summary>How a scope stands at a moment; null: it is over, or never was.</summary>
    /// <param name="contracts">Those of one environment.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="api">Its API.</param>
    /// <param name="now">The moment.</param>
    public static ScopeStanding? Of(IReadOnlyList<Contract> contracts, string scope, string? api, DateTimeOffset now)
    {
        var having = contracts.Where(contract => contract.Scopes.Contains(scope) && !(contract.Until <= now)).ToList();
        if (having.Count == 0)
            return null;
        if (having.Exists(contract => contract.Covers(now)))
            return new(scope, api, Holds: true, BeginsAt: null, End(having, now));
        var begin = having.Min(contract => contract.From);
        return new(scope, api, Holds: false, begin, End(having, begin));
    }

    /// <summary>Which scopes of a contract nothing else covers at a moment: those that end with it.</summary>
    public static IEnumerable<string> Alone(Contract contract, IReadOnlyList<Contract> contracts, DateTimeOffset at) =>
        contract.Scopes.Where(scope =>
            !contracts.Any(other => other.Id != contract.Id && other.Covers(at) && other.Scopes.Contains(scope))
        );

    // From a moment that is covered on, as long as one contract takes over from another.
    private static DateTimeOffset? End(List<Contract> having, DateTimeOffset from)
    {
        DateTimeOffset? end = from;
        while (end is { } at && having.Find(contract => contract.Covers(at)) is { } next)
            end = next.Until;
        return end;
    }
}
