using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Looks;

/// <summary>Every page of the Hub where everything is as long as it may be: nothing spills out of its place.</summary>
[OuterTier]
public sealed class LongNamesTests(Browser browser, BrowserHouse home) : IClassFixture<Browser>, IClassFixture<BrowserHouse>
{
    [Fact]
    public async Task Every_page_keeps_what_is_long_in_its_place()
    {
        var room = await Oversized.Open(home.House);
        var walk = new Walk(browser, home, "long", isAboutFit: true);
        await walk.Begin(Oversized.Manager, Oversized.Clerk);
        await walk.Look(room, isWhole: true);
        await walk.End();
        walk.Complaints.ShouldBeEmpty();
    }
}
