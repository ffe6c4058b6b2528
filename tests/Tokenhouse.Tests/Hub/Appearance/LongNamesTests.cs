using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>Every page of the Hub where everything is as long as it may be: nothing spills out of its place.</summary>
[OuterTier]
public sealed class LongNamesTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    [Fact]
    public async Task Every_page_keeps_what_is_long_in_its_place()
    {
        var room = await Oversized.Open(home.Server);
        var pageCrawler = new PageCrawler(browser, home, "long", isAboutFit: true);
        await pageCrawler.Begin(Oversized.Manager, Oversized.Clerk);
        await pageCrawler.Look(room, isWhole: true);
        await pageCrawler.End();
        pageCrawler.Complaints.ShouldBeEmpty();
    }
}
