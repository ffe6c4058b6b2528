using System.Text.RegularExpressions;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

public sealed partial class ClientSecretTests
{
    [Theory]
    [InlineData(TenantEnvironment.LIVE, "ths_live_")]
    [InlineData(TenantEnvironment.UAT, "ths_uat_")]
    public void A_made_secret_shows_its_environment_and_can_be_recognised(TenantEnvironment environment, string prefix)
    {
        var text = ClientSecret.Make(environment).Reveal();
        text.ShouldStartWith(prefix);
        text.Length.ShouldBe(prefix.Length + 43 + 6);
        Alphabet().IsMatch(text).ShouldBeTrue();
        ClientSecret.LooksMade(text).ShouldBeTrue();
    }

    [Fact]
    public void A_changed_character_breaks_the_checksum()
    {
        var text = ClientSecret.Make(TenantEnvironment.LIVE).Reveal();
        for (var i = 0; i < text.Length; i++)
            ClientSecret.LooksMade(text[..i] + (text[i] == 'x' ? 'y' : 'x') + text[(i + 1)..]).ShouldBeFalse();
        ClientSecret.LooksMade("ths_live_").ShouldBeFalse();
        ClientSecret.LooksMade("").ShouldBeFalse();
    }

    [Fact]
    public void No_two_are_alike()
    {
        var count = Iterations.Of(1_000, 100_000);
        Enumerable.Range(0, count).Select(_ => ClientSecret.Make(TenantEnvironment.UAT).Reveal()).Distinct().Count().ShouldBe(count);
    }

    [Fact]
    [Trait("Category", "Security")]
    public void A_secret_prints_as_stars() => $"{ClientSecret.Make(TenantEnvironment.LIVE)}".ShouldBe("***");

    [Fact]
    public void The_hint_of_a_short_secret_says_nothing()
    {
        ClientSecret.Hint(new("short")).ShouldBe("");
        ClientSecret.Hint(new("long-enough-secret-k3Q")).ShouldBe("k3Q");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+$", RegexOptions.None, 1000)]
    private static partial Regex Alphabet();
}
