using Microsoft.Playwright;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Every page of people: whole at any width, light and dark, without a complaint of the browser or of axe-core.</summary>
[OuterTier]
public sealed class AppearanceTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private readonly VisualAudit audit = new(browser, "account");

    private TestServer Server => home.Server;

    [Fact]
    public async Task Pages_of_the_sign_in_are_accessible_and_fit()
    {
        var email = await Server.Person();
        await Server.SwitchOnTwoFactor(email);
        var page = await Window();
        await page.GotoAsync(home.Link());
        await Look(page, "sign-in-for-application");
        await page.GotoAsync(home.Address("/account/sign-in"));
        await Look(page, "sign-in");
        await BrowserTests.SignIn(page, email, "wrong password");
        await Look(page, "sign-in-wrong");
        await BrowserTests.SignIn(page, email);
        await Look(page, "second-factor");
        await page.FillAsync("#code", "000");
        await page.ClickAsync("button:has-text('Continue')");
        await page.WaitForSelectorAsync("[role=alert]");
        await Look(page, "second-factor-wrong");
        await page.GotoAsync(home.Address("/account/forgot"));
        await Look(page, "forgot");
        await page.FillAsync("#email", email);
        await page.ClickAsync("button:has-text('Send link')");
        await page.WaitForSelectorAsync("[role=status]");
        await Look(page, "forgot-sent");
        await page.GotoAsync(await SentEmails.Link(Server, email));
        await Look(page, "reset");
        await page.GotoAsync(home.Address("/account/reset?link=spent"));
        await Look(page, "reset-late");
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_of_an_application_that_asks_are_accessible_and_fit()
    {
        var page = await Window();
        await page.GotoAsync(home.Link());
        await BrowserTests.SignIn(page, await Server.Person());
        await Look(page, "consent");
        await page.GotoAsync(home.Link(fields: ("prompt", "select_account")));
        await Look(page, "select-account");
        await page.GotoAsync(home.Address("/connect/end-session?client_id=nordia-erp"));
        await Look(page, "sign-out");
        await page.GotoAsync(home.Address("/connect/end-session?client_id=made-up"));
        await Look(page, "sign-out-refused");
        await page.ClickAsync("button:has-text('Sign out')");
        await page.WaitForSelectorAsync("h1:has-text('signed out')");
        await Look(page, "signed-out");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(home.Link());
        await BrowserTests.SignIn(page, await Server.Person(account => account.Memberships.Clear()));
        await Look(page, "not-member");
        await page.GotoAsync(home.Link(fields: ("client_id", "unknown")));
        await Look(page, "cannot-begin");
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_of_the_account_are_accessible_and_fit()
    {
        var page = await Window();
        var email = await Server.Person(account => account.EmailConfirmed = false);
        await BrowserTests.Authenticator(page);
        await page.GotoAsync(home.Link());
        await BrowserTests.SignIn(page, email);
        await page.ClickAsync("button:has-text('Agree')");
        await Visit(page, "/account", "applications");
        await page.ClickAsync("button:has-text('Withdraw')");
        await page.WaitForSelectorAsync("[role=status]");
        await Look(page, "applications-none");
        await Visit(page, "/account/profile", "profile");
        await Visit(page, "/account/security", "security");
        await page.ClickAsync("button:has-text('Send confirmation email')");
        await page.WaitForSelectorAsync("[role=status]");
        await Look(page, "security-sent");
        await Visit(page, (await SentEmails.Link(Server, email))[home.Origin.Length..], "confirm");
        await page.ClickAsync("main button");
        await Look(page, "confirmed");
        await Visit(page, "/account/password", "password");
        await Visit(page, "/account/passkeys", "passkeys-none");
        await page.FillAsync("#name", "My telephone");
        await page.ClickAsync("button:has-text('Add a passkey')");
        await page.WaitForSelectorAsync("[role=status]");
        await Look(page, "passkeys");
        await Visit(page, "/account/sessions", "sessions");
        await Visit(page, "/account/two-factor", "two-factor-off");
        await page.ClickAsync("button:has-text('Set up two-factor')");
        await page.WaitForSelectorAsync("code.key");
        await Look(page, "two-factor-set-up");
        var key = (await page.TextContentAsync("code.key"))!.Replace(" ", "", StringComparison.Ordinal);
        await page.FillAsync("#code", new AuthenticatorApp(key, Server.Clock).Code());
        await page.ClickAsync("button:has-text('Turn on')");
        await page.WaitForSelectorAsync(".recovery-codes");
        await Look(page, "recovery-codes");
        await Visit(page, "/account/two-factor", "two-factor-on");
        Server.Clock.Advance(TimeSpan.FromMinutes(6));
        await Visit(page, "/account/passkeys", "passkeys-not-fresh");
        await Visit(page, "/account/password", "sign-in-again");
        audit.Complaints.ShouldBeEmpty();
    }

    private async Task Visit(IPage page, string path, string name)
    {
        await page.GotoAsync(home.Address(path));
        await Look(page, name);
    }

    private Task Look(IPage page, string name) => audit.Look(page, name);

    private Task<IPage> Window() => audit.Window();
}
