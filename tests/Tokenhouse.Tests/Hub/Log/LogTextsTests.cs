using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Log;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>What the log says by itself: advice, names of kinds, and how it reads times and ids.</summary>
public sealed class LogTextsTests
{
    [Fact]
    public void There_is_advice_about_every_kind_of_refusal()
    {
        foreach (var kind in Enum.GetValues<RefusalKind>())
        {
            var advice = RefusalAdvice.Of(kind);
            advice.ShouldMatch(@"^[A-Z][^\n]{10,170}\.\z", kind.ToString());
            advice.ShouldNotContain("  ");
        }
        Should.Throw<ArgumentOutOfRangeException>(() => RefusalAdvice.Of((RefusalKind)999));
    }

    [Fact]
    public void A_kind_fits_its_column_and_has_a_name_of_its_own()
    {
        var kinds = Enum.GetValues<RefusalKind>();
        kinds.ShouldAllBe(kind => kind.ToString().Length <= 32);
        kinds.Select(LogTexts.Kind).Distinct().Count().ShouldBe(kinds.Length);
    }

    [Theory]
    [InlineData(RefusalKind.AddressNotAllowed, "Address not allowed")]
    [InlineData(RefusalKind.ScopesOfTwoApis, "Scopes of two APIs")]
    [InlineData(RefusalKind.ReportedByApi, "Reported by API")]
    [InlineData(RefusalKind.OfAnotherApi, "Of another API")]
    [InlineData(RefusalKind.SecretInUrl, "Secret in URL")]
    [InlineData(RefusalKind.RedirectUriNotRegistered, "Redirect URI not registered")]
    [InlineData(RefusalKind.PkceMissing, "PKCE missing")]
    [InlineData(RefusalKind.NotAMember, "Not a member")]
    public void A_kind_reads_as_words(RefusalKind kind, string words) => LogTexts.Kind(kind).ShouldBe(words);

    [Fact]
    public void The_time_of_a_request_is_read_from_its_id()
    {
        var at = new DateTimeOffset(2026, 5, 3, 12, 3, 4, 567, TimeSpan.Zero);
        CorrelationId.At(Guid.CreateVersion7(at).ToString("N")).ShouldBe(at);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("api-1")]
    [InlineData("0123456789ab4def0123456789abcdef")] // of another version
    [InlineData("0123456789abX7ef0123456789abcdef")]
    [InlineData("-123456789ab7def0123456789abcdef")]
    [InlineData("ffffffffffff7def0123456789abcdef")] // a time that there is none of
    public void What_is_no_id_of_ours_has_no_time(string? id) => CorrelationId.At(id).ShouldBeNull();

    [Theory]
    [InlineData("2026-05-03", "2026-05-03T00:00:00", 86_400)]
    [InlineData("2026-05-03T12:03", "2026-05-03T12:03:00", 60)]
    [InlineData("2026-05-03T12:03:04", "2026-05-03T12:03:04", 1)]
    [InlineData("2026-05-03T12:03:04Z", "2026-05-03T12:03:04", 1)]
    [InlineData("2026-05-03T12:03:04+00:00", "2026-05-03T12:03:04", 1)]
    [InlineData("2026-05-03T12:03:04+02:00", "2026-05-03T10:03:04", 1)]
    [InlineData("2026-05-03T12:03-05:00", "2026-05-03T17:03:00", 60)]
    [InlineData("2026-05-03T12:03:04.567Z", "2026-05-03T12:03:04", 0.001)]
    public void A_day_a_minute_a_second_and_an_instant_are_read_as_UTC_unless_they_have_an_offset(
        string written,
        string begins,
        double seconds
    )
    {
        var slot = TimeSlot.Read(written)!;
        TimeSlot.Format(slot.Begin).ShouldBe(begins);
        slot.Begin.Offset.ShouldBe(TimeSpan.Zero);
        (slot.End - slot.Begin).TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-5-3")]
    [InlineData("2026-02-30")]
    [InlineData("2026-05-03 12:03")]
    [InlineData("9999-12-31")]
    public void Anything_else_is_no_time(string? written) => TimeSlot.Read(written).ShouldBeNull();

    [Theory]
    [InlineData("2026-05-03", false, "2026-05-03T00:00")]
    [InlineData("2026-05-03", true, "2026-05-03T23:59")]
    [InlineData("2026-05-03T12:03", true, "2026-05-03T12:03")]
    [InlineData("nonsense", true, "")]
    public void The_field_of_the_browser_takes_a_time(string written, bool isEnd, string field) =>
        LogTexts.Field(written, isEnd).ShouldBe(field);
}
