using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.AccountPages;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>In a real browser: invited, accepted, at work, removed; and every page on the way looked at.</summary>
[OuterTier]
public sealed class PeopleBrowserTests(Browser browser, BrowserHouse home) : IClassFixture<Browser>, IClassFixture<BrowserHouse>
{
    private const string New = "a new and long password";

    private readonly Onlooker onlooker = new(browser, "hub/people");

    private House House => home.House;

    [Fact]
    public async Task Somebody_is_invited_works_in_the_Hub_and_is_out_of_the_tenant_when_removed()
    {
        var tenant = await House.AddTenant("kalliope-and-daughters-freight-forwarding");
        var manager = await House.Member(tenant, Role.Manager);
        var address = $"{home.Hub}/t/{tenant.Slug}";
        var boss = await onlooker.Window();
        await boss.GotoAsync(address + "/people");
        await BrowserTests.SignIn(boss, manager);
        await boss.WaitForURLAsync(address + "/people");
        await boss.ClickAsync("text=What each role can do");
        await onlooker.Look(boss, "people-roles");
        await boss.ClickAsync("text=Invite someone");
        await boss.FillAsync("#email", manager);
        await boss.ClickAsync("main button:has-text('Invite')");
        await boss.WaitForSelectorAsync(".invalid-feedback");
        await onlooker.Look(boss, "invite-wrong");
        await boss.FillAsync("#email", "a.guest.with.a.very.long.address@guests-of-the-house.example");
        await boss.SelectOptionAsync("#role", "Developer");
        await boss.ClickAsync("main button:has-text('Invite')");
        await boss.WaitForSelectorAsync("[role=status]");
        await onlooker.Look(boss, "people-invited");

        var guest = await onlooker.Window();
        await guest.GotoAsync(await Outbox.Link(House, "a.guest.with.a.very.long.address@guests-of-the-house.example"));
        await onlooker.Look(guest, "invitation");
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
        await onlooker.Look(boss, "audit-details");
        await boss.ClickAsync("text=Verify");
        await boss.GotoAsync(address + "/audit/verification?noted=" + new string('0', 64));
        await onlooker.Look(boss, "audit-shortened");
        onlooker.Complaints.ShouldBeEmpty();
    }
}
