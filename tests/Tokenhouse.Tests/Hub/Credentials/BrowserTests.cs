using System.Globalization;
using Microsoft.Playwright;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>Secrets and allowlists in a real browser, from sign-in to effect, and how the pages look.</summary>
[OuterTier]
public sealed class BrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private TestServer Server => home.Server;

    [Fact]
    public async Task A_secret_is_fetched_rotated_and_ended_and_an_address_is_removed()
    {
        var tenant = await Server.Company();
        var client = await Server.Credential(tenant, with: row => row.Name = "Nightly import");
        var audit = new VisualAudit(browser, "hub/credentials");
        var page = await audit.Window();
        await Enter(page, tenant, tenant.At(client));
        await page.ClickAsync("text=Create new link");
        await audit.Look(page, "link");
        await page.GotoAsync(await page.InputValueAsync("#secret"));
        await page.ClickAsync("text=Create and show secret");
        await page.WaitForSelectorAsync("#secret");
        var first = await page.InputValueAsync("#secret");
        (await page.IsVisibleAsync("[data-copy]")).ShouldBeTrue();
        await audit.Look(page, "secret");
        (await Works(client, first)).ShouldBeTrue();

        await page.ClickAsync("text=I've saved it");
        await page.ClickAsync("text=Add a secret");
        await page.SelectOptionAsync("#days", "90");
        await page.ClickAsync("text=Create and show secret");
        await page.WaitForSelectorAsync("#secret");
        var second = await page.InputValueAsync("#secret");
        (await Works(client, first), await Works(client, second)).ShouldBe((true, true));

        await page.GotoAsync(home.Hub + tenant.At(client));
        await page.ClickAsync($"tr:has(code:text-is('{first[^3..]}')) >> text=Change");
        await page.CheckAsync("#when-day");
        await audit.Look(page, "secret-end");
        await page.ClickAsync("button:has-text('Change expiry')");
        Server.Clock.Advance(TimeSpan.FromHours(23));
        (await Works(client, first)).ShouldBeTrue();
        Server.Clock.Advance(TimeSpan.FromHours(1));
        (await Works(client, first), await Works(client, second)).ShouldBe((false, true));

        await Enter(page, tenant, tenant.At(client, "/allowlist"));
        await Add(page, "127.0.0.1", "this machine");
        await Add(page, "203.0.113.0/24", "an office with a name that is as long as names of offices get when nobody stops them");
        (await Works(client, second)).ShouldBeTrue();
        await page.ClickAsync("tr:has(code:text-is('127.0.0.1/32')) >> text=Remove");
        await page.WaitForSelectorAsync(".notice");
        (await Works(client, second)).ShouldBeFalse();
        audit.Complaints.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_shown_app_key_goes_out_of_sight()
    {
        var tenant = await Server.Company();
        var client = await Server.Credential(tenant, ClientKind.AppKey, with: row => row.Name = "Payments");
        var audit = new VisualAudit(browser, "hub/app-keys");
        var page = await audit.Window();
        await Enter(page, tenant, tenant.At(client));
        await page.ClickAsync("text=Create new link");
        await page.GotoAsync(await page.InputValueAsync("#secret"));
        await page.ClickAsync("text=Create and show key");
        await page.WaitForSelectorAsync("#secret");
        var key = await page.InputValueAsync("#secret");
        await page.GotoAsync($"{home.Hub}/t/{tenant.Slug}/settings/api-access");
        (await page.TextContentAsync("main"))!.ShouldNotContain(key);
        await page.Clock.InstallAsync();
        await page.ClickAsync("form[action$='/reveal'] button");
        await page.WaitForSelectorAsync("#secret");
        (await page.InputValueAsync("#secret")).ShouldBe(key);
        await page.Clock.RunForAsync(30_000);
        (await page.InputValueAsync("#secret")).ShouldBe(new string('•', 32));
        await audit.Look(page, "masked");
        await page.GotoAsync(home.Hub + tenant.At(client, "/secrets/add"));
        await audit.Look(page, "add-key");
        audit.Complaints.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_long_list_is_accessible_and_a_link_that_is_over_says_so()
    {
        var tenant = await Server.Company();
        var audit = new VisualAudit(browser, "hub/credentials");
        var page = await audit.Window();
        await Enter(page, tenant, $"/t/{tenant.Slug}/credentials", Role.Manager);
        for (var i = 0; i < 60; i++)
            await Server.Credential(
                tenant,
                i % 3 == 0 ? ClientKind.Web : ClientKind.Machine,
                i % 2 == 0 ? TenantEnvironment.LIVE : TenantEnvironment.UAT,
                i % 4 == 0 ? null : $"a-secret-of-the-list-{i}",
                row => row.Name = $"Program {i.ToString("00", CultureInfo.InvariantCulture)}"
            );
        await page.GotoAsync($"{home.Hub}/t/{tenant.Slug}/credentials?page=2&sort=-name");
        await audit.Look(page, "list-page-2");
        var web = await Server.Credential(tenant, ClientKind.Web);
        await page.GotoAsync(home.Hub + tenant.At(web, "/hand-over?link=made-up"));
        await audit.Look(page, "link-over");
        audit.Complaints.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    /// <summary>Signs somebody new of the tenant in, on the way to a page.</summary>
    private async Task Enter(IPage page, Tenant tenant, string path, Role role = Role.Developer)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(home.Hub + path);
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(page, await Server.Member(tenant, role));
        await page.WaitForURLAsync(home.Hub + path);
    }

    private static async Task Add(IPage page, string network, string label)
    {
        await page.FillAsync("#network", network);
        await page.FillAsync("#label", label);
        await page.ClickAsync("form[action$='/add'] button");
        await page.WaitForSelectorAsync($"tbody th:has-text('{network}')");
    }

    private async Task<bool> Works(Client client, string secret) => (await Server.Token(home.Origin, client.Id, secret)).Status == 200;
}
