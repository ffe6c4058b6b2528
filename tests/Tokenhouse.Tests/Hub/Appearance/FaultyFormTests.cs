using Microsoft.Playwright;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>Forms that come back with what was wrong: the sentence stands beside its field, and what was entered is still there.</summary>
[OuterTier]
public sealed class FaultyFormTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private readonly VisualAudit audit = new(browser, "hub/faulty");

    [Fact]
    public async Task A_form_that_comes_back_says_beside_each_field_what_is_wrong_with_it()
    {
        var room = await PageTenant.Empty(home.Server, "kestrel", "Kestrel Logistics");
        await PageFixtures.Furnish(room);
        var manager = await home.Enter(audit, PageFixtures.Maya, "/");
        await Return(
            manager,
            "/t/kestrel/requests/new?kind=web",
            "requests-new",
            ("redirect_uris", "http://example.com/"),
            ("contact", "x")
        );
        await Return(manager, "/t/kestrel/people/invite", "people-invite", ("email", "nobody"));
        await Return(manager, "/t/kestrel/allowlist/live", "allowlist", ("network", "300.1.2.3"));
        await Return(manager, "/t/kestrel/log?address=somewhere", "log");
        await Return(
            manager,
            "/t/kestrel/credentials/live/dc3-p3n8z5rtc6kbw2/token-settings",
            "token-settings",
            ("refresh_grace_seconds", "soon"),
            ("idle_days", "0"),
            ("family_days", "3651")
        );
        var clerk = await home.Enter(audit, PageFixtures.Oda, "/operator");
        await Return(clerk, "/operator/catalogue", "catalogue", ("name", ""), ("identifier", "no uri"));
        await Return(clerk, "/operator/tenants/new", "tenants-new", ("name", ""), ("slug", "No Slug"), ("id", "minus one"));
        await Return(clerk, "/t/kestrel/tenant", "tenant", ("name", ""), ("idle_days", "0"));
        await Return(clerk, "/t/kestrel/contract/add/uat", "contract-add", ("from", "2027-03-01"), ("last_day", "2027-01-01"));
        audit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Fills the page's form in, sends it past the browser's own checks, and looks at what comes back.</summary>
    private async Task Return(IPage page, string path, string name, params (string Field, string Value)[] fields)
    {
        await page.GotoAsync(home.Hub + path);
        foreach (var (field, value) in fields)
            await page.FillAsync("#" + field, value);
        if (fields.Length > 0)
        {
            var form = page.Locator("main form[method=post]", new() { Has = page.Locator("#" + fields[0].Field) });
            await form.EvaluateAsync("form => form.noValidate = true");
            await form.Locator("button[type=submit]").First.ClickAsync();
        }
        await page.WaitForSelectorAsync("[role=alert]");
        foreach (var (field, value) in fields)
            (await page.InputValueAsync("#" + field)).ShouldBe(value);
        if (fields.Length > 0)
            (await page.Locator(".invalid-feedback").CountAsync()).ShouldBeGreaterThan(0, path);
        await audit.Look(page, name);
    }
}
