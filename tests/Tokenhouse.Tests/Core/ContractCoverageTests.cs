using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

[Trait("Category", "Security")]
public sealed class ContractCoverageTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_scope_is_covered_from_a_contracts_first_moment_until_the_first_after_its_last()
    {
        var coverage = Live(Days(["a"], 2, 4));
        coverage.Covers("a", Start.AddDays(2).AddTicks(-1)).ShouldBeFalse();
        coverage.Covers("a", Start.AddDays(2)).ShouldBeTrue();
        coverage.Covers("a", Start.AddDays(4).AddTicks(-1)).ShouldBeTrue();
        coverage.Covers("a", Start.AddDays(4)).ShouldBeFalse();
        coverage.Covers("b", Start.AddDays(3)).ShouldBeFalse();
    }

    [Fact]
    public void One_contract_takes_over_from_another()
    {
        var coverage = Live(Days(["a"], 0, 2), Days(["a", "b"], 2, 5), Days(["a"], 6, null));
        coverage.Of("a", Start).ShouldBe(new(CoverageState.Current) { EndsAt = Start.AddDays(5) });
        coverage.Of("a", Start.AddDays(5)).ShouldBe(new(CoverageState.NotBegun) { BeginsAt = Start.AddDays(6) });
        coverage.Of("a", Start.AddDays(6)).ShouldBe(new(CoverageState.Current));
        coverage.Of("b", Start).ShouldBe(new(CoverageState.NotBegun) { BeginsAt = Start.AddDays(2), EndsAt = Start.AddDays(5) });
        coverage.Of("b", Start.AddDays(5)).ShouldBe(new(CoverageState.Ended) { EndsAt = Start.AddDays(5) });
        coverage.Of("c", Start).ShouldBe(new(CoverageState.NotListed));
    }

    [Fact]
    public void The_scopes_of_the_Hub_are_in_every_LIVE_contract_and_in_no_UAT_contract()
    {
        const string scope = "hub.log.read";
        Live().Of(scope, Start).ShouldBe(new(CoverageState.Current));
        Live(Days([scope], 0, 1)).Of(scope, Start.AddDays(2)).ShouldBe(new(CoverageState.Current));
        var uat = new ContractCoverage(TenantEnvironment.UAT, []);
        uat.Covers(scope, Start).ShouldBeFalse();
        uat.Of(scope, Start).ShouldBe(new(CoverageState.NotListed));
    }

    [Fact]
    public void What_is_listed_is_what_current_contracts_list_each_scope_once() =>
        Live(Days(["b", "a"], 0, 3), Days(["a", "c"], 1, 3), Days(["d"], 2, 3)).Listed(Start.AddDays(1)).ShouldBe(["b", "a", "c"]);

    [Fact]
    public void A_beginning_and_an_end_are_where_coverage_changes()
    {
        var day = Gen.Choose(0, 12);
        var contract =
            from first in day
            from length in day
            from isOpen in Gen.Elements(true, false, false, false)
            select Days(["a"], first, isOpen ? null : first + length);
        foreach (var contracts in Gen.ListOf(contract).Resize(5).Sample(Iterations.Of(1_000, 50_000)))
        {
            var coverage = Live([.. contracts]);
            for (var now = Start; now < Start.AddDays(13); now = now.AddDays(1))
            {
                var its = coverage.Of("a", now);
                coverage.Covers("a", now).ShouldBe(its.State is CoverageState.Current);
                its.BeginsAt.HasValue.ShouldBe(its.State is CoverageState.NotBegun);
                for (var at = now; at < Start.AddDays(26); at = at.AddDays(1))
                    if (its.State is CoverageState.Current or CoverageState.NotBegun && !(at > its.EndsAt))
                        coverage.Covers("a", at).ShouldBe(!(at < its.BeginsAt) && at != its.EndsAt);
                    else if (its.State is CoverageState.Ended or CoverageState.NotListed)
                        coverage.Covers("a", at).ShouldBeFalse();
            }
        }
    }

    private static ContractCoverage Live(params ContractTerms[] contracts) => new(TenantEnvironment.LIVE, contracts);

    private static ContractTerms Days(string[] scopes, int from, int? until) =>
        new(scopes, Start.AddDays(from), until is { } end ? Start.AddDays(end) : null);
}
