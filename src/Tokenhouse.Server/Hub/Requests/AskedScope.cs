using System.Globalization;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A requested scope and its state in the contract.</summary>
/// <param name="Name">The scope.</param>
/// <param name="IsCovered">Whether the contract includes it now.</param>
/// <param name="Standing">The same as text, with a date if there is one.</param>
public sealed record AskedScope(string Name, bool IsCovered, string Standing)
{
    internal static AskedScope Of(string scope, ContractCoverage contracts, DateTimeOffset now)
    {
        var (coverage, environment) = (contracts.Of(scope, now), contracts.Environment);
        return new(
            scope,
            coverage.State is CoverageState.Current,
            coverage.State switch
            {
                CoverageState.Current => $"in the {environment} contract",
                CoverageState.NotBegun => $"the {environment} contract that includes it begins on {Day(coverage.BeginsAt)}",
                CoverageState.Ended => $"the {environment} contract that included it ended on {Day(coverage.EndsAt)}",
                _ => $"not in the {environment} contract",
            }
        );
    }

    private static string? Day(DateTimeOffset? at) => at?.ToUniversalTime().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
