using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

public sealed class ScopeSetTests
{
    [Fact]
    public void Every_token_of_allowed_characters_is_kept_in_order_and_once()
    {
        var token = Gen.NonEmptyListOf(Gen.Elements(Enumerable.Range('!', 94).Select(c => (char)c).Except(['"', '\\']).ToArray()));
        foreach (
            var tokens in Gen.NonEmptyListOf(token.Select(chars => string.Concat(chars))).Resize(6).Sample(Iterations.Of(1_000, 50_000))
        )
        {
            ScopeSet.Parse(string.Join("  ", tokens)).Ok(out var scopes, out _).ShouldBeTrue();
            scopes!.Names.ShouldBe(tokens.Distinct());
            scopes.ToString().ShouldBe(string.Join(' ', tokens.Distinct()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\tb")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("ä")]
    [InlineData("a\u0000")]
    public void Anything_else_is_invalid_scope(string scope)
    {
        ScopeSet.Parse(scope).Ok(out _, out var error).ShouldBeFalse();
        error!.Code.ShouldBe("invalid_scope");
    }
}
