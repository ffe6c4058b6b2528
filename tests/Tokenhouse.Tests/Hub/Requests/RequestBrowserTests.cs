using Microsoft.Playwright;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>In real browsers, a tenant's and the operator's: a credential is asked for, decided about, and works; then it goes live.</summary>
[OuterTier]
public sealed class RequestBrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private readonly VisualAudit audit = new(browser, "hub/requests");

    private TestServer Server => home.Server;

    [Fact]
    public async Task A_request_is_returned_mended_approved_and_its_secret_works()
    {
        var (tenant, contact) = (await Tenant("request"), "request@contact.example");
        var developer = await Enter(tenant, "/requests");
        await developer.ClickAsync("main >> text=Request a credential");
        await developer.CheckAsync("#kind-machine");
        await developer.ClickAsync("text=Continue");
        await developer.FillAsync("#name", "Payroll import");
        await developer.FillAsync("#contact", "nobody");
        await developer.ClickAsync("main button:has-text('Submit')");
        await developer.WaitForSelectorAsync(".notice-fault");
        await audit.Look(developer, "edit-faults");
        await developer.FillAsync("#purpose", "Reads the new jobs once an hour.");
        await developer.FillAsync("#contact", contact);
        await developer.CheckAsync($"[id='scope-{TenantBuilder.Read}']");
        await developer.ClickAsync("text=Request more than the contract includes");
        await developer.CheckAsync($"[id='scope-{TenantBuilder.Write}']");
        await developer.ClickAsync("text=Save draft");
        await developer.WaitForSelectorAsync("[role=status]");
        await audit.Look(developer, "draft");
        await developer.ClickAsync("main button:has-text('Submit')");
        await developer.Said("Request submitted. We'll email the requester once it's decided.");

        var clerk = await Clerk();
        await clerk.ClickAsync("th:has-text('Payroll import') a");
        await clerk.WaitForSelectorAsync($"li:has-text('{TenantBuilder.Write}: not in the UAT contract')");
        await clerk.FillAsync("#comment", "Which program is it?");
        await clerk.ClickAsync("text=Return to tenant");
        await clerk.Said("Request returned to the tenant.");
        await developer.ReloadAsync();
        await developer.WaitForSelectorAsync("text=Which program is it?");
        await developer.ClickAsync("main >> text=Edit");
        await developer.FillAsync("#purpose", "The payroll of the house, Wagon 4, reads the new jobs once an hour.");
        await audit.Look(developer, "edit-returned");
        await developer.ClickAsync("main button:has-text('Submit')");
        await developer.Said("Request submitted. We'll email the requester once it's decided.");

        await clerk.GotoAsync(home.Hub + "/operator/requests");
        await clerk.ClickAsync("th:has-text('Payroll import') a");
        await clerk.CheckAsync("#add_scopes");
        await clerk.ClickAsync("main button:has-text('Approve')");
        await clerk.Said("Approved. The credential is ready.");
        (await clerk.QuerySelectorAsync("#secret")).ShouldBeNull(); // operators hold no secret

        await developer.ReloadAsync();
        (await developer.QuerySelectorAsync("[role=status]")).ShouldBeNull(); // it is submitted no longer
        await audit.Look(developer, "approved");
        var secret = await Fetch(developer, contact);
        var id = developer.Url.Split('/')[^2];
        (await home.Ask(TenantEnvironment.UAT, id, secret, TenantBuilder.Write)).ShouldBe(TenantBuilder.Write);
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_contract_has_may_need_no_operator_and_what_is_declined_says_why()
    {
        var tenant = await Tenant("itself", itself: true);
        var developer = await Enter(tenant, "/requests/new?kind=machine");
        await Write(developer, "Job board feed", TenantBuilder.Read);
        await developer.ClickAsync("main button:has-text('Submit')");
        await developer.Said("Approved. The credential is ready.");
        await developer.ClickAsync("text=Open the credential");
        await developer.WaitForSelectorAsync("h1:has-text('Job board feed')");

        await developer.GotoAsync($"{home.Hub}/t/{tenant.Slug}/requests/new?kind=machine");
        await Write(developer, "Everything", TenantBuilder.Write);
        await developer.ClickAsync("main button:has-text('Submit')");
        await developer.Said("Request submitted. We'll email the requester once it's decided.");
        var clerk = await Clerk();
        await clerk.ClickAsync("th:has-text('Everything') a");
        await clerk.ClickAsync("button:text-is('Decline')"); // with no word why
        await clerk.WaitForSelectorAsync("#comment-fault");
        await audit.Look(clerk, "decide-fault");
        await clerk.FillAsync("#comment", "One credential for each program, please.");
        await clerk.ClickAsync("button:text-is('Decline')");
        await clerk.Said("Request declined.");
        await developer.ReloadAsync();
        await developer.WaitForSelectorAsync("text=One credential for each program, please.");
        await audit.Look(developer, "declined");
        (await developer.QuerySelectorAsync("main >> text=Edit")).ShouldBeNull();
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_UAT_credential_that_is_ready_goes_live_as_one_of_its_own()
    {
        var tenant = await Tenant("ready");
        var uat = await Server.Credential(
            tenant,
            environment: TenantEnvironment.UAT,
            secret: "the-secret-in-uat",
            with: row =>
                (row.Name, row.Purpose, row.Owner, row.Contact, row.Scopes) = (
                    "Payroll import",
                    "Reads the new jobs once an hour.",
                    "owner@ready.example",
                    "live@contact.example",
                    [TenantBuilder.Read]
                )
        );
        var developer = await Enter(tenant, tenant.At(uat)[$"/t/{tenant.Slug}".Length..]);
        await developer.ClickAsync("main >> text=Go live");
        await developer.WaitForSelectorAsync("text=No token yet. Get one with the UAT credential.");
        await audit.Look(developer, "go-live-not-ready");
        (await home.Ask(TenantEnvironment.UAT, uat.Id, "the-secret-in-uat")).ShouldBe(TenantBuilder.Read);
        await Eventually.True(
            Server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await developer.ReloadAsync();
                return await developer.IsVisibleAsync("text=Request go-live");
            }
        );
        await audit.Look(developer, "go-live-ready");
        await developer.ClickAsync("text=Request go-live");
        await developer.ClickAsync("main button:has-text('Submit')");
        await developer.Said("Request submitted. We'll email the requester once it's decided.");
        var clerk = await Clerk();
        await clerk.ClickAsync("th:has-text('Payroll import'):has-text('go-live') a");
        await clerk.ClickAsync("main button:has-text('Approve')");
        await clerk.Said("Approved. The credential is ready.");

        var secret = await Fetch(developer, "live@contact.example");
        var id = developer.Url.Split('/')[^2];
        id.ShouldNotBe(uat.Id);
        (await home.Ask(TenantEnvironment.LIVE, id, secret)).ShouldBe(TenantBuilder.Read);
        (await home.Ask(TenantEnvironment.LIVE, id, "the-secret-in-uat")).ShouldBe("invalid_client");
        (await home.Ask(TenantEnvironment.UAT, uat.Id, "the-secret-in-uat")).ShouldBe(TenantBuilder.Read);
        await developer.GotoAsync($"{home.Hub}{tenant.At(uat)}/go-live");
        await developer.WaitForSelectorAsync($"text={id}");
        audit.Complaints.ShouldBeEmpty();
    }

    private Task<Tenant> Tenant(string slug, bool itself = false) =>
        Server.AddTenant(
            slug,
            tenant =>
            {
                (tenant.Name, tenant.ApprovesUatItself) = (char.ToUpperInvariant(slug[0]) + slug[1..] + " & Sons", itself);
                tenant.Contracts.ForEach(contract => contract.Scopes = [TenantBuilder.Read]);
            }
        );

    private async Task<IPage> Enter(Tenant tenant, string below) =>
        await home.Enter(audit, await Server.Member(tenant, Role.Developer), $"/t/{tenant.Slug}{below}");

    private async Task<IPage> Clerk() => await home.Enter(audit, await Server.Staff(Role.Developer), "/operator/requests");

    private static async Task Write(IPage page, string name, string scope)
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#purpose", "Reads the new jobs once an hour.");
        if (!await page.IsVisibleAsync($"[id='scope-{scope}']"))
            await page.ClickAsync("text=Request more than the contract includes");
        await page.CheckAsync($"[id='scope-{scope}']");
    }

    /// <summary>Opens the link in the mail, and takes the secret over.</summary>
    private async Task<string> Fetch(IPage page, string contact)
    {
        await page.GotoAsync(await SentEmails.Link(Server, contact));
        await page.ClickAsync("text=Create and show secret");
        await page.WaitForSelectorAsync("#secret");
        return await page.InputValueAsync("#secret");
    }
}
