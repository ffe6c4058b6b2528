using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

public sealed class OAuthErrorTests
{
    [Fact]
    public void A_description_has_only_the_characters_that_RFC_6749_allows()
    {
        var text = Gen.ArrayOf(Gen.Choose(0, 0xFFFF).Select(c => (char)c)).Select(chars => new string(chars));
        foreach (var description in text.Sample(Iterations.Of(1_000, 100_000)))
        foreach (
            var error in (OAuthError[])
                [OAuthError.InvalidRequest($"{new TrustedText(description)}"), OAuthError.InvalidClient.Hint(description)]
        )
            error.Description.ShouldAllBe(c => c == ' ' || c == '!' || (c >= '#' && c <= '[') || (c >= ']' && c <= '~'));
    }

    [Fact]
    public void A_description_does_not_repeat_more_than_a_URL_can_carry() =>
        OAuthError.InvalidRequest($"{new TrustedText(new('x', 5_000))}").Description.Length.ShouldBe(1_000);

    [Fact]
    public void A_result_is_a_value_or_an_error()
    {
        Result<string, OAuthError> value = "x";
        value.Ok(out var got, out var error).ShouldBeTrue();
        (got, error).ShouldBe(("x", null));
        Result<string, OAuthError> refusal = OAuthError.InvalidClient;
        refusal.Ok(out got, out error).ShouldBeFalse();
        (got, error).ShouldBe((null, OAuthError.InvalidClient));
        Should.Throw<InvalidOperationException>(() => default(Result<string, OAuthError>).Ok(out _, out _));
    }
}
