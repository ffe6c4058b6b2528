using Microsoft.Playwright;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.AccountPages;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>In a real browser: invited, accepted, at work, removed; and every page on the way looked at.</summary>
public sealed class PeopleBrowserTests(Browser browser, BrowserHouse home) : IClassFixture<Browser>, IClassFixture<BrowserHouse>
{
    private const string New = "a new and long password";

    private readonly List<string> complaints = [];

    private House House => home.House;

    private string Hub => $"http://hub.dc3.localhost:{House.Port}";

    [Fact]
    public async Task Somebody_is_invited_works_in_the_Hub_and_is_out_of_the_tenant_when_removed()
    {
        var tenant = await House.AddTenant("kalliope-and-daughters-freight-forwarding");
        var manager = await House.Member(tenant, Role.Manager);
        var address = $"{Hub}/t/{tenant.Slug}";
        var boss = await Window();
        await boss.GotoAsync(address + "/people");
        await BrowserTests.SignIn(boss, manager);
        await boss.WaitForURLAsync(address + "/people");
        await boss.ClickAsync("text=What each role may do");
        await Look(boss, "people");
        await boss.ClickAsync("text=Invite somebody");
        await Look(boss, "invite");
        await boss.FillAsync("#email", manager);
        await boss.ClickAsync("main button:has-text('Invite')");
        await boss.WaitForSelectorAsync(".invalid-feedback");
        await Look(boss, "invite-wrong");
        await boss.FillAsync("#email", "a.guest.with.a.very.long.address@guests-of-the-house.example");
        await boss.SelectOptionAsync("#role", "Developer");
        await boss.ClickAsync("main button:has-text('Invite')");
        await boss.WaitForSelectorAsync("[role=status]");
        await Look(boss, "people-invited");

        var guest = await Window();
        await guest.GotoAsync(await Outbox.Link(House, "a.guest.with.a.very.long.address@guests-of-the-house.example"));
        await Look(guest, "invitation");
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
        await Look(boss, "person");
        await boss.ClickAsync("text=Change the role");
        await boss.SelectOptionAsync("#role", "Reader");
        await Look(boss, "role");
        await boss.ClickAsync("main button:has-text('Change the role')");
        await boss.WaitForSelectorAsync("[role=status]");
        await boss.ClickAsync("text=Remove from");
        await Look(boss, "remove");
        await boss.ClickAsync("main button:has-text('Remove')");
        await boss.WaitForSelectorAsync("[role=status]");
        await Look(boss, "people-removed");
        await guest.GotoAsync(address);
        (await guest.TextContentAsync("main"))!.ShouldContain("not");
        guest.Url.ShouldBe(address);
        (await guest.QuerySelectorAsync("nav.hub-menu")).ShouldBeNull();

        await boss.GotoAsync(address + "/audit");
        await boss.ClickAsync("summary:has-text('Details') >> nth=1");
        await Look(boss, "audit");
        await boss.ClickAsync("text=Verify");
        await Look(boss, "audit-verified");
        await boss.GotoAsync(address + "/audit/verification?noted=" + new string('0', 64));
        await Look(boss, "audit-shortened");
        complaints.ShouldBeEmpty();
    }

    private async Task Look(IPage page, string name)
    {
        await page.WaitForLoadStateAsync();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (var width in (int[])[360, 1280])
            {
                await page.SetViewportSizeAsync(width, 800);
                var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (wide > width)
                    complaints.Add($"{name}: {wide} wide at {width}");
                await page.ScreenshotAsync(
                    new() { Path = Browser.Picture($"hub/people/{name}-{width}-{scheme}".ToLowerInvariant()), FullPage = true }
                );
            }
            complaints.AddRange((await Axe.Complaints(page)).Select(found => $"{name}, {scheme}: {found}"));
        }
    }

    private async Task<IPage> Window()
    {
        var page = await browser.Window();
        page.PageError += (_, error) => complaints.Add(error);
        return page;
    }
}
