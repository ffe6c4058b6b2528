using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

public sealed class WholeNumberTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("0042", 42L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" 1", null)]
    [InlineData("+1", null)]
    [InlineData("-1", null)]
    [InlineData("1.0", null)]
    [InlineData("1e3", null)]
    [InlineData("\u0661", null)]
    public void A_whole_number_is_digits_and_nothing_else(string? text, long? number)
    {
        WholeNumber.ReadLong(text).ShouldBe(number);
        WholeNumber.Read(text).ShouldBe(number <= int.MaxValue ? (int?)number : null);
    }
}
