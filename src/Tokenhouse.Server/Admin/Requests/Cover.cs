using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>What the contracts of a tenant in an environment say about scopes at a moment.</summary>
internal sealed class Cover
{
    private readonly DateTimeOffset now;

    /// <param name="environment">The environment.</param>
    /// <param name="contracts">All contracts of the tenant there.</param>
    /// <param name="now">The moment.</param>
    public Cover(Environment environment, IReadOnlyList<Contract> contracts, DateTimeOffset now) =>
        (Environment, Contracts, this.now) = (environment, contracts, now);

    public Environment Environment { get; }

    /// <summary>All of them, whether they count at the moment or not.</summary>
    public IReadOnlyList<Contract> Contracts { get; }

    /// <summary>The contracts of the tenant that the unit of work sees.</summary>
    public static async Task<Cover> Of(Db db, Environment environment, DateTimeOffset now) =>
        new(environment, await db.Contracts.Where(row => row.Environment == environment).OrderBy(row => row.Id).ToListAsync(), now);

    public bool Holds(string scope) => Contracts.Any(contract => contract.Covers(now) && contract.Scopes.Contains(scope));

    /// <summary>The scopes of contracts that count now, in their order.</summary>
    public IReadOnlyList<string> Scopes =>
        [.. Contracts.Where(contract => contract.Covers(now)).SelectMany(contract => contract.Scopes).Distinct()];

    public AskedScope Standing(string scope) => new(scope, Holds(scope), Sentence(scope));

    private string Sentence(string scope)
    {
        if (Holds(scope))
            return $"in the {Environment} contract";
        var named = Contracts.Where(contract => contract.Scopes.Contains(scope)).ToList();
        if (named.Count == 0)
            return $"not in the {Environment} contract";
        return named.Where(contract => contract.From > now).Select(contract => (DateTimeOffset?)contract.From).Min() is { } next
            ? $"the {Environment} contract that has it begins on {Day(next)}"
            : $"the {Environment} contract that had it ended on {Day(named.Max(contract => contract.Until!.Value))}";
    }

    private static string Day(DateTimeOffset at) => at.ToUniversalTime().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
