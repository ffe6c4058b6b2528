using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>Every page of the Hub, with nothing on it and with the work of months: whole, accessible, and with no link that leads nowhere.</summary>
[OuterTier]
public sealed class EveryPageTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    [Fact]
    public async Task Every_page_of_a_new_tenant_is_accessible_and_fits()
    {
        var room = await PageTenant.Empty(home.Server, "lumen", "Lumen Works");
        var pageCrawler = new PageCrawler(browser, home, "new");
        var manager = await room.Person(Role.Manager, "ines@lumen.example", "Ines Moreau");
        var clerk = await room.Person(Role.Manager, "otto@tokenhouse.example", "Otto Lang", isStaff: true);
        await pageCrawler.Begin(manager.Email!, clerk.Email!);
        room.Fill(("environment", "live"));
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        await pageCrawler.Look(room, isWhole: false);
        await pageCrawler.End();
        pageCrawler.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_of_a_tenant_at_work_is_accessible_and_fits_and_every_link_leads_somewhere()
    {
        var room = await PageTenant.Empty(home.Server, "kestrel", "Kestrel Logistics");
        await PageFixtures.Furnish(room);
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        room.Fill(("algorithm", "RS256"));
        var pageCrawler = new PageCrawler(browser, home, "at-work");
        await pageCrawler.Begin(PageFixtures.Maya, PageFixtures.Oda);
        await pageCrawler.Look(room, isWhole: true);
        await pageCrawler.Look("/t/kestrel/requests/new?kind=web", "requests-new-web");
        await pageCrawler.Look("/t/kestrel/log?outcome=all&environment=live", "log-filtered");
        await pageCrawler.Look("/t/kestrel/audit/verification?noted=" + new string('0', 64), "audit-verification-noted");
        await pageCrawler.FollowLinks();
        await pageCrawler.End();
        pageCrawler.Complaints.ShouldBeEmpty();
    }
}
