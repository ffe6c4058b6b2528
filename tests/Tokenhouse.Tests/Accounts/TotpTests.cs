using System.Text;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Tests.Accounts;

/// <summary>One-time passwords against the figures of their specifications.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, whose eight digits end in our six; and RFC 4226, appendix D.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    [InlineData(0, "755224")]
    [InlineData(30 * 9, "520489")]
    public void Codes_are_those_of_the_specification(long seconds, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Totp.Code(Key, Totp.StepAt(now)).ShouldBe(code);
        Totp.Match(Key, code, now).ShouldBe(seconds / 30);
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void The_step_before_and_the_step_after_count_too(int steps, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepAt(now) + steps;
        Totp.Match(Key, Totp.Code(Key, step), now).ShouldBe(counts ? step : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5924")]
    [InlineData("0005924")]
    [InlineData("００５９２４")]
    public void What_is_no_code_matches_nothing(string code) =>
        Totp.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(1234567890)).ShouldBeNull();

    // RFC 4648, 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("MY======", "f")]
    [InlineData("MZXQ====", "fo")]
    [InlineData("MZXW6===", "foo")]
    [InlineData("MZXW6YQ", "foob")]
    [InlineData("mzxw6ytb", "fooba")]
    [InlineData("MZXW6YTBOI", "foobar")]
    public void Keys_are_read_as_base_32(string text, string decoded) => Base32.Decode(text).ShouldBe(Encoding.ASCII.GetBytes(decoded));

    [Fact]
    public void A_key_that_is_no_base_32_is_no_key() => Should.Throw<FormatException>(() => Base32.Decode("MZXW1"));
}
