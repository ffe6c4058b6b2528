using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.AccountPages;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>In a real browser: invited, accepted, at work, removed; and every page on the way looked at.</summary>
[OuterTier]
public sealed class PeopleBrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private const string New = "a new and long password";

    private readonly VisualAudit audit = new(browser, "hub/people");

    private TestServer Server => home.Server;

    [Fact]
    public async Task Somebody_is_invited_works_in_the_Hub_and_is_out_of_the_tenant_when_removed()
    {
        var tenant = await Server.AddTenant("kalliope-and-daughters-freight-forwarding");
        var manager = await Server.Member(tenant, Role.Manager);
        var address = $"{home.Hub}/t/{tenant.Slug}";
        var boss = await audit.Window();
        await boss.GotoAsync(address + "/people");
        await BrowserTests.SignIn(boss, manager);
        await boss.WaitForURLAsync(address + "/people");
        await boss.ClickAsync("text=What each role can do");
        await audit.Look(boss, "people-roles");
        await boss.ClickAsync("text=Invite someone");
        await boss.FillAsync("#email", manager);
        await boss.ClickAsync("main button:has-text('Invite')");
        await boss.WaitForSelectorAsync(".invalid-feedback");
        await audit.Look(boss, "invite-wrong");
        await boss.FillAsync("#email", "a.guest.with.a.very.long.address@guests-of-the-house.example");
        await boss.SelectOptionAsync("#role", "Developer");
        await boss.ClickAsync("main button:has-text('Invite')");
        await boss.WaitForSelectorAsync("[role=status]");
        await audit.Look(boss, "people-invited");

        var guest = await audit.Window();
        await guest.GotoAsync(await SentEmails.Link(Server, "a.guest.with.a.very.long.address@guests-of-the-house.example"));
        await audit.Look(guest, "invitation");
        await guest.FillAsync("#name", "Guinevere Featherstonehaugh-Cholmondeley");
        await guest.FillAsync("#password", New);
        await guest.FillAsync("#again", New);
        await guest.ClickAsync("main button");
        await BrowserTests.SignIn(guest, "a.guest.with.a.very.long.address@guests-of-the-house.example", New);
        await guest.WaitForURLAsync(address);
        (await guest.TextContentAsync("nav.hub-menu"))!.ShouldContain("Audit");
        await guest.GotoAsync(address + "/people/invite");
        (await guest.TextContentAsync("h1"))!.ShouldNotContain("Invite"); // a Developer invites nobody

        await boss.ReloadAsync();
        await boss.ClickAsync("a:has-text('Guinevere')");
        await boss.ClickAsync("text=Change role");
        await boss.SelectOptionAsync("#role", "Reader");
        await boss.ClickAsync("main button:has-text('Change role')");
        await boss.WaitForSelectorAsync("[role=status]");
        await boss.ClickAsync("text=Remove from");
        await boss.ClickAsync("main button:has-text('Remove')");
        await boss.WaitForSelectorAsync("[role=status]");
        await guest.GotoAsync(address);
        (await guest.TextContentAsync("main"))!.ShouldContain("not");
        guest.Url.ShouldBe(address);
        (await guest.QuerySelectorAsync("nav.hub-menu")).ShouldBeNull();

        await boss.GotoAsync(address + "/audit");
        await boss.ClickAsync("summary:has-text('Details') >> nth=1");
        await audit.Look(boss, "audit-details");
        await boss.ClickAsync("text=Verify");
        await boss.GotoAsync(address + "/audit/verification?noted=" + new string('0', 64));
        await audit.Look(boss, "audit-shortened");
        audit.Complaints.ShouldBeEmpty();
    }
}
