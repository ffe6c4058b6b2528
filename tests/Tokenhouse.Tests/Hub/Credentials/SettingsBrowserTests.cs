using Microsoft.Playwright;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>What is set at a credential in a real browser, from sign-in to effect; and the overview that says how it fared.</summary>
[OuterTier]
public sealed class SettingsBrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private const string Secret = "a-secret-of-the-program";

    private readonly VisualAudit audit = new(browser, "hub/credentials");

    private TestServer Server => home.Server;

    [Fact]
    public async Task A_scope_that_is_taken_away_is_refused_and_the_overview_leads_to_the_reason()
    {
        var tenant = await Server.AddTenant(
            "scopes",
            tenant => (tenant.Name, tenant.Contracts[0].Scopes) = ("Wagon & Sons", [TenantBuilder.Read, TenantBuilder.Write])
        );
        var client = await Server.Credential(
            tenant,
            secret: Secret,
            with: row => (row.Name, row.Scopes) = ("Nightly import", [TenantBuilder.Read, TenantBuilder.Write])
        );
        (await Ask(client, TenantBuilder.Write)).ShouldBe(TenantBuilder.Write);
        var page = await Enter(tenant, tenant.At(client));
        await page.ClickAsync("text=Change scopes");
        await page.UncheckAsync($"[id='scope-{TenantBuilder.Write}']");
        await page.ClickAsync("main button:has-text('Save')");
        await page.WaitForSelectorAsync("[role=status]");
        await audit.Look(page, "scopes-changed");
        (await Ask(client, TenantBuilder.Write)).ShouldBe("invalid_scope");
        (await Ask(client, TenantBuilder.Read)).ShouldBe(TenantBuilder.Read);

        await page.GotoAsync($"{home.Hub}/t/{tenant.Slug}");
        await Eventually.True(
            Server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await page.ReloadAsync();
                return await page.IsVisibleAsync("text=Last 24 hours: 2 tokens, 1 refusal");
            }
        );
        await audit.Look(page, "overview-used");
        await page.ClickAsync("section:has-text('LIVE') >> text=Refusals");
        (await page.TextContentAsync(".log-sentence"))!.ShouldContain(TenantBuilder.Write);
        await page.ClickAsync($".log-entry >> text={client.Id}");
        await page.WaitForSelectorAsync("h1:has-text('Nightly import')");
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task People_are_sent_back_to_an_address_from_the_moment_that_it_is_named()
    {
        var tenant = await Server.Company("redirects");
        var client = await Server.Credential(
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
        await audit.Look(page, "settings-fault");
        await page.FillAsync("#redirectUris", "https://careers.example/signin\n" + home.Callback);
        await page.ClickAsync("main button:has-text('Save')");
        await page.WaitForSelectorAsync("[role=status]");
        await audit.Look(page, "settings-changed");
        await page.GotoAsync(begin);
        (await page.TextContentAsync("h1")).ShouldBe("Careers site asks for access");
        await page.ClickAsync("button:has-text('Agree')");
        await page.WaitForURLAsync(home.Callback + "?**");
        BrowserSession.Query(new(page.Url)).Keys.ShouldContain("code");
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credential_that_is_switched_off_is_refused_until_it_is_switched_on()
    {
        var tenant = await Server.Company("switch");
        var client = await Server.Credential(tenant, secret: Secret, with: row => row.Name = "Nightly import");
        var page = await Enter(tenant, tenant.At(client));
        await page.ClickAsync("main >> text=Disable");
        await page.ClickAsync("main button:has-text('Disable')");
        await page.WaitForSelectorAsync("[role=status]");
        await audit.Look(page, "disabled");
        (await Ask(client, "all")).ShouldBe("invalid_client");
        await page.ClickAsync("main >> text=Enable");
        await audit.Look(page, "enable");
        await page.ClickAsync("main button:has-text('Enable')");
        await page.WaitForSelectorAsync("[role=status]");
        (await Ask(client, "all")).ShouldBe("all");
        audit.Complaints.ShouldBeEmpty();
    }

    private async Task<IPage> Enter(Tenant tenant, string path) =>
        await home.Enter(audit, await Server.Member(tenant, Role.Developer), path);

    private Task<string> Ask(Client client, string scope) => home.Ask(TenantEnvironment.LIVE, client.Id, Secret, scope);
}
