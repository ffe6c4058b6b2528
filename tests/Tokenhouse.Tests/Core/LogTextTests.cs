using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

/// <summary>A sentence for the log knows which of its words came with the request.</summary>
[Trait("Category", "Security")]
public sealed class LogTextTests
{
    private static readonly DateTimeOffset Day = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_sent_is_described_where_nothing_was_proved()
    {
        var inner = new RefusalReason(
            RefusalKind.ScopeUnknown,
            $"{new UntrustedText("scope evil", "a scope")} of {new TrustedText("Acme")}"
        );
        var reason = new RefusalReason(
            RefusalKind.Other,
            $"{ClientKind.Web} {7} {Day:d MMMM yyyy}: {inner}, {new UntrustedText("x", "y")} at the end"
        );
        reason.Sentence.ShouldBe("Web 7 3 May 2026: scope evil of Acme, x at the end");
        reason.Withheld.ShouldBe("Web 7 3 May 2026: a scope of Acme, y at the end");
    }

    [Fact]
    public void A_constant_is_the_same_to_everyone()
    {
        var reason = new RefusalReason(RefusalKind.Other, $"nothing was sent");
        (reason.Sentence, reason.Withheld).ShouldBe(("nothing was sent", "nothing was sent"));
    }

    [Fact]
    public void A_description_on_the_wire_may_repeat_what_its_sender_wrote_and_its_reason_does_not()
    {
        var error = OAuthError.InvalidScope($"The scope '{new UntrustedText("evil", "...")}' is not available.");
        error.Description.ShouldBe("The scope 'evil' is not available.");
        error.Reason.Withheld.ShouldBe("The scope '...' is not available.");
    }
}
