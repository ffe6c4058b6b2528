using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Looks;

/// <summary>Every page of the Hub, with nothing on it and with the work of months: whole, accessible, and with no link that leads nowhere.</summary>
[OuterTier]
public sealed class EveryPageTests(Browser browser, BrowserHouse home) : IClassFixture<Browser>, IClassFixture<BrowserHouse>
{
    [Fact]
    public async Task Every_page_of_a_new_tenant_is_accessible_and_fits()
    {
        var room = await Showroom.Empty(home.House, "lumen", "Lumen Works");
        var walk = new Walk(browser, home, "new");
        var manager = await room.Person(Role.Manager, "ines@lumen.example", "Ines Moreau");
        var clerk = await room.Person(Role.Manager, "otto@tokenhouse.example", "Otto Lang", isStaff: true);
        await walk.Begin(manager.Email!, clerk.Email!);
        room.Fill(("environment", "live"));
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        await walk.Look(room, isWhole: false);
        await walk.End();
        walk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_of_a_tenant_at_work_is_accessible_and_fits_and_every_link_leads_somewhere()
    {
        var room = await Showroom.Empty(home.House, "kestrel", "Kestrel Logistics");
        await Furnished.Furnish(room);
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        room.Fill(("algorithm", "RS256"));
        var walk = new Walk(browser, home, "at-work");
        await walk.Begin(Furnished.Maya, Furnished.Oda);
        await walk.Look(room, isWhole: true);
        await walk.Look("/t/kestrel/requests/new?kind=web", "requests-new-web");
        await walk.Look("/t/kestrel/log?outcome=all&environment=live", "log-filtered");
        await walk.Look("/t/kestrel/audit/verification?noted=" + new string('0', 64), "audit-verification-noted");
        await walk.FollowLinks();
        await walk.End();
        walk.Complaints.ShouldBeEmpty();
    }
}
