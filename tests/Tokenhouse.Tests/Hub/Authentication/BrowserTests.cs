using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Authentication;

/// <summary>The way in and out of the Hub in a real browser, which keeps cookies to their hosts and forms to where pages let them lead.</summary>
[OuterTier]
public sealed class BrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private TestServer Server => home.Server;

    [Fact]
    public async Task A_person_signs_in_comes_back_and_signs_out_of_both_hosts()
    {
        var (page, email) = (await browser.Window(), await Server.Person(account => account.Memberships[0].Role = Role.Manager));
        await page.GotoAsync(home.Hub + "/sign-in?return=/%3Fwanted");
        (await page.TextContentAsync("main p")).ShouldBe("to continue to Tokenhouse Hub");
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(page, email);
        await page.WaitForURLAsync(home.Hub + "/?wanted");
        (await page.TextContentAsync("h1")).ShouldBe("Your tenants");
        var names = (await page.Context.CookiesAsync()).Where(cookie => cookie.Name.StartsWith("tokenhouse-", StringComparison.Ordinal));
        names
            .Select(cookie => $"{cookie.Domain} {cookie.Name} {cookie.HttpOnly}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "hub.dc3.localhost tokenhouse-form True",
                "hub.dc3.localhost tokenhouse-hub True",
                "hub.dc3.localhost tokenhouse-hub-browser True",
                "login.dc3.localhost tokenhouse-form True",
                "login.dc3.localhost tokenhouse-session True",
            ]);

        await page.GotoAsync(home.Address("/account"));
        (await page.TextContentAsync("h1")).ShouldBe("Connected applications");
        await page.GotoAsync(home.Hub + "/");
        await page.ClickAsync("button:has-text('Sign out')");
        await page.WaitForURLAsync(home.Origin + "/account/sign-in?**");
        await page.GotoAsync(home.Address("/account"));
        (await page.TextContentAsync("h1")).ShouldBe("Sign in");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Two_windows_of_one_browser_end_up_signed_in()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        var other = await page.Context.NewPageAsync();
        await page.GotoAsync(home.Hub + "/");
        await other.GotoAsync(home.Hub + "/");
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(page, email); // which set out first
        await page.WaitForURLAsync(home.Hub + "/");
        await other.GotoAsync(home.Hub + "/");
        (await other.TextContentAsync("h1")).ShouldBe("You don't have access yet");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_the_Hubs_door_are_accessible_and_fit()
    {
        var audit = new VisualAudit(browser, "hub/door");
        var page = await audit.Window();
        await page.GotoAsync(home.Hub + "/");
        await audit.Look(page, "sign-in");
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(page, await Server.Person());
        await page.WaitForURLAsync(home.Hub + "/");
        await audit.Look(page, "anteroom");
        await page.GotoAsync(home.Hub + "/sign-in/callback?state=x");
        await audit.Look(page, "sign-in-refused");
        await page.GotoAsync(home.Hub + "/nothing");
        await audit.Look(page, "not-found");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(home.Hub + "/");
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(page, await Busy());
        await page.WaitForURLAsync(home.Hub + "/");
        await audit.Look(page, "tenants");
        audit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Somebody with roles in many tenants, one of which has a very long name.</summary>
    private async Task<string> Busy()
    {
        var others = new List<Tenant>();
        foreach (var (slug, name) in new[] { ("long", string.Concat(Enumerable.Repeat("Donaudampfschifffahrt", 9))), ("short", "A") })
            others.Add(await Server.AddTenant($"hub-{slug}-{string.Concat(Enumerable.Repeat("x", 40))}", tenant => tenant.Name = name));
        return await Server.Person(account =>
        {
            account.Memberships[0].Role = Role.Reader;
            foreach (var tenant in others)
                account.Memberships.Add(
                    new()
                    {
                        AccountId = account.Id,
                        TenantId = tenant.Id,
                        Role = Role.Developer,
                        CreatedAt = account.CreatedAt,
                    }
                );
        });
    }
}
