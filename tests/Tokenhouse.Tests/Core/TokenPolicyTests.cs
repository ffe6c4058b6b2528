using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

[Trait("Category", "Security")]
public sealed class TokenPolicyTests
{
    [Fact]
    public void A_limit_only_lowers_and_what_is_not_set_changes_nothing()
    {
        var limit = Gen.OneOf(Gen.Constant((TimeSpan?)null), Gen.Choose(0, 2_000).Select(days => (TimeSpan?)TimeSpan.FromDays(days)));
        var own = new TokenPolicy { AccessTokenLifetime = TimeSpan.FromMinutes(5) };
        foreach (
            var (idle, family) in limit.SelectMany(first => limit.Select(second => (first, second))).Sample(Iterations.Of(500, 10_000))
        )
        {
            var policy = own.NoLongerThan(idle, family);
            policy.IdleLifetime.ShouldBe(idle is { } i && i < own.IdleLifetime ? i : own.IdleLifetime);
            policy.FamilyLifetime.ShouldBe(family is { } f && f < own.FamilyLifetime ? f : own.FamilyLifetime);
            policy.ShouldBe(own with { IdleLifetime = policy.IdleLifetime, FamilyLifetime = policy.FamilyLifetime });
            policy.NoLongerThan(null, null).ShouldBe(policy);
        }
    }
}
