using Microsoft.Playwright;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>What is set at a credential in a real browser, from sign-in to effect; and the overview that says how it fared.</summary>
[OuterTier]
public sealed class SettingsBrowserTests(Browser browser, BrowserHouse home) : IClassFixture<Browser>, IClassFixture<BrowserHouse>
{
    private const string Secret = "a-secret-of-the-program";

    private readonly Onlooker onlooker = new(browser, "hub/credentials");

    private House House => home.House;

    [Fact]
    public async Task A_scope_that_is_taken_away_is_refused_and_the_overview_leads_to_the_reason()
    {
        var tenant = await House.AddTenant(
            "scopes",
            tenant => (tenant.Name, tenant.Contracts[0].Scopes) = ("Wagon & Sons", [Office.Read, Office.Write])
        );
        var client = await House.Credential(
            tenant,
            secret: Secret,
            with: row => (row.Name, row.Scopes) = ("Nightly import", [Office.Read, Office.Write])
        );
        (await Ask(client, Office.Write)).ShouldBe(Office.Write);
        var page = await Enter(tenant, tenant.At(client));
        await page.ClickAsync("text=Change scopes");
        await page.UncheckAsync($"[id='scope-{Office.Write}']");
        await page.ClickAsync("main button:has-text('Save')");
        await page.WaitForSelectorAsync("[role=status]");
        await onlooker.Look(page, "scopes-changed");
        (await Ask(client, Office.Write)).ShouldBe("invalid_scope");
        (await Ask(client, Office.Read)).ShouldBe(Office.Read);

        await page.GotoAsync($"{home.Hub}/t/{tenant.Slug}");
        await Eventually.True(
            House.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await page.ReloadAsync();
                return await page.IsVisibleAsync("text=Last 24 hours: 2 tokens, 1 refusal");
            }
        );
        await onlooker.Look(page, "overview-used");
        await page.ClickAsync("section:has-text('LIVE') >> text=Refusals");
        (await page.TextContentAsync(".log-sentence"))!.ShouldContain(Office.Write);
        await page.ClickAsync($".log-entry >> text={client.Id}");
        await page.WaitForSelectorAsync("h1:has-text('Nightly import')");
        onlooker.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task People_are_sent_back_to_an_address_from_the_moment_that_it_is_named()
    {
        var tenant = await House.Company("redirects");
        var client = await House.Credential(
            tenant,
            ClientKind.Web,
            secret: Secret,
            with: row => (row.Name, row.RedirectUris) = ("Careers site", ["https://careers.example/signin"])
        );
        var page = await Enter(tenant, tenant.At(client));
        var begin = home.Link(fields: [("client_id", client.Id), ("scope", "all")]);
        await page.GotoAsync(begin);
        (await page.TextContentAsync("h1"))!.ShouldNotContain("asks for access");

        await page.GotoAsync(home.Hub + tenant.At(client));
        await page.ClickAsync("text=Change settings");
        await page.FillAsync("#redirectUris", "https://careers.example/signin\nhttp://careers.example/plain");
        await page.ClickAsync("main button:has-text('Save')");
        await page.WaitForSelectorAsync("#redirectUris-fault");
        await onlooker.Look(page, "settings-fault");
        await page.FillAsync("#redirectUris", "https://careers.example/signin\n" + home.Callback);
        await page.ClickAsync("main button:has-text('Save')");
        await page.WaitForSelectorAsync("[role=status]");
        await onlooker.Look(page, "settings-changed");
        await page.GotoAsync(begin);
        (await page.TextContentAsync("h1")).ShouldBe("Careers site asks for access");
        await page.ClickAsync("button:has-text('Agree')");
        await page.WaitForURLAsync(home.Callback + "?**");
        Visitor.Query(new(page.Url)).Keys.ShouldContain("code");
        onlooker.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credential_that_is_switched_off_is_refused_until_it_is_switched_on()
    {
        var tenant = await House.Company("switch");
        var client = await House.Credential(tenant, secret: Secret, with: row => row.Name = "Nightly import");
        var page = await Enter(tenant, tenant.At(client));
        await page.ClickAsync("main >> text=Disable");
        await page.ClickAsync("main button:has-text('Disable')");
        await page.WaitForSelectorAsync("[role=status]");
        await onlooker.Look(page, "disabled");
        (await Ask(client, "all")).ShouldBe("invalid_client");
        await page.ClickAsync("main >> text=Enable");
        await onlooker.Look(page, "enable");
        await page.ClickAsync("main button:has-text('Enable')");
        await page.WaitForSelectorAsync("[role=status]");
        (await Ask(client, "all")).ShouldBe("all");
        onlooker.Complaints.ShouldBeEmpty();
    }

    private async Task<IPage> Enter(Tenant tenant, string path) =>
        await home.Enter(onlooker, await House.Colleague(tenant, Role.Developer), path);

    private Task<string> Ask(Client client, string scope) => home.Ask(Environment.LIVE, client.Id, Secret, scope);
}
