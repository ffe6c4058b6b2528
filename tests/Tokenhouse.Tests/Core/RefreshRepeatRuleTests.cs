using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

/// <summary>The bounds of the rule for repeated refresh tokens, by the millisecond.</summary>
[Trait("Category", "Security")]
public sealed class RefreshRepeatRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly RefreshRepeatRule Confidential = RefreshRepeatRule.Of(ClientKind.Web, own: null);
    private static readonly RefreshRepeatRule Public = RefreshRepeatRule.Of(ClientKind.Native, own: null);

    [Theory]
    [InlineData(9_999, 0, RefreshRepeat.Newest)]
    [InlineData(9_999, 100, RefreshRepeat.Newest)]
    [InlineData(10_000, 0, RefreshRepeat.LateSuccessor)]
    [InlineData(10_000, 1, RefreshRepeat.LateSuccessor)]
    [InlineData(10_000, 2, RefreshRepeat.Reuse)]
    [InlineData(599_999, 1, RefreshRepeat.LateSuccessor)]
    [InlineData(600_000, 0, RefreshRepeat.Reuse)]
    public void A_confidential_client_has_ten_seconds_and_then_two_repeats_in_ten_minutes(int age, int late, RefreshRepeat expected) =>
        Confidential.Decide([Ago(age)], late, Now).ShouldBe(expected);

    [Theory]
    [InlineData(0, 0, RefreshRepeat.LateSuccessor)]
    [InlineData(119_999, 0, RefreshRepeat.LateSuccessor)]
    [InlineData(0, 1, RefreshRepeat.Reuse)]
    [InlineData(120_000, 0, RefreshRepeat.Reuse)]
    public void A_public_client_has_one_repeat_in_two_minutes(int age, int late, RefreshRepeat expected) =>
        Public.Decide([Ago(age)], late, Now).ShouldBe(expected);

    [Fact]
    public void The_newest_token_is_reached_only_through_tokens_spent_within_the_window()
    {
        Confidential.Decide([Ago(9_000), Ago(5_000), Ago(1_000)], 0, Now).ShouldBe(RefreshRepeat.Newest);
        Confidential.Decide([Ago(10_000), Ago(5_000)], 0, Now).ShouldBe(RefreshRepeat.Reuse);
        Public.Decide([Ago(2), Ago(1)], 0, Now).ShouldBe(RefreshRepeat.Reuse);
        Confidential.IsInWindow(Ago(9_999), Now).ShouldBeTrue();
        Confidential.IsInWindow(Ago(10_000), Now).ShouldBeFalse();
    }

    [Fact]
    public void A_client_has_its_own_time_within_bounds()
    {
        RefreshRepeatRule.Of(ClientKind.Web, TimeSpan.FromSeconds(30)).ShouldBe(Confidential with { Window = TimeSpan.FromSeconds(30) });
        RefreshRepeatRule.Of(ClientKind.Web, TimeSpan.FromDays(1)).ShouldBe(Confidential with { Window = TimeSpan.FromMinutes(5) });
        RefreshRepeatRule.Of(ClientKind.Native, TimeSpan.FromSeconds(30)).ShouldBe(Public with { Late = TimeSpan.FromSeconds(30) });
        RefreshRepeatRule.Of(ClientKind.Browser, TimeSpan.FromDays(1)).ShouldBe(Public);
    }

    [Theory]
    [InlineData(ClientKind.Web)]
    [InlineData(ClientKind.Native)]
    public void With_a_time_of_zero_every_repeat_is_reuse(ClientKind kind)
    {
        var rule = RefreshRepeatRule.Of(kind, TimeSpan.Zero);
        rule.Decide([Now], 0, Now).ShouldBe(RefreshRepeat.Reuse);
        rule.Longest.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_successor_is_kept_as_long_as_it_can_be_given()
    {
        (Confidential.Longest, Public.Longest).ShouldBe((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2)));
        (Confidential with { Window = TimeSpan.FromMinutes(11) }).Longest.ShouldBe(TimeSpan.FromMinutes(11));
    }

    private static DateTimeOffset Ago(int milliseconds) => Now.AddMilliseconds(-milliseconds);
}
