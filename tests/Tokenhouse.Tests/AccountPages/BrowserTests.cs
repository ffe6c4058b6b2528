using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>People in a real browser, from an application's link back to the application.</summary>
[OuterTier]
public sealed class BrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private TestServer Server => home.Server;

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/oauth/v2/oauth-authorize")]
    [InlineData("/oauth2/authorize")]
    public async Task A_password_leads_back_to_the_application_through_each_dialect(string path)
    {
        var page = await browser.Window();
        await page.GotoAsync(home.Link(path));
        await SignIn(page, await Server.Person());
        await page.ClickAsync("button:has-text('Agree')");
        (await Answer(page)).Keys.ShouldBe(["code", "state", "iss"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_too_many_are_refused()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        await page.GotoAsync(home.Link());
        for (var i = 0; i < 5; i++)
            await SignIn(page, email, "wrong password");
        (await page.TextContentAsync("[role=alert]")).ShouldBe("The email address or the password is wrong.");
        var refused = page.WaitForResponseAsync(response => response.Request.Method == "POST");
        await SignIn(page, email);
        (await refused).Status.ShouldBe(429);
        (await page.TextContentAsync("[role=alert]"))!.ShouldStartWith("Too many attempts from your network.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_code_of_the_app_is_the_second_step()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        var (app, _) = await Server.SwitchOnTwoFactor(email);
        await page.GotoAsync(home.Link());
        await SignIn(page, email);
        await page.FillAsync("#code", app.Code());
        await page.Keyboard.PressAsync("Enter");
        await page.ClickAsync("button:has-text('Agree')");
        (await Answer(page)).Keys.ShouldBe(["code", "state", "iss"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_passkey_is_made_signs_in_to_an_application_and_is_refused_once_removed()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        await Authenticator(page);
        await page.GotoAsync(home.Address("/account/passkeys"));
        await SignIn(page, email);
        await page.FillAsync("#name", "Virtual key");
        await page.ClickAsync("button:has-text('Add a passkey')");
        (await page.TextContentAsync("[role=status]"))!.ShouldStartWith("Passkey added.");
        await page.ClickAsync("button:has-text('Sign out')");

        await page.GotoAsync(home.Link());
        await page.ClickAsync("button:has-text('Sign in with a passkey')");
        await page.ClickAsync("button:has-text('Agree')");
        (await Answer(page)).Keys.ShouldBe(["code", "state", "iss"]);
        (await Server.SessionsOf(email)).ShouldContain(session => session.Methods.Contains("hwk"));

        await page.GotoAsync(home.Address("/account/passkeys"));
        await page.ClickAsync("button:has-text('Remove')");
        await page.ClickAsync("button:has-text('Sign out')");
        await page.ClickAsync("button:has-text('Sign in with a passkey')");
        (await page.TextContentAsync("main > [role=alert]"))!.ShouldStartWith("That passkey wasn't accepted.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Cancelling_a_passkey_is_explained_and_the_password_still_works()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        await Authenticator(page, verified: false);
        await page.GotoAsync(home.Address("/account"));
        await page.ClickAsync("button:has-text('Sign in with a passkey')");
        await page.WaitForSelectorAsync("[data-passkey-fault]:not([hidden])");
        (await page.TextContentAsync("[data-passkey-fault]")).ShouldBe(
            "This was cancelled or took too long. Nothing was changed. Try again."
        );
        await SignIn(page, email);
        (await page.TextContentAsync("h1")).ShouldBe("Connected applications");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_browser_without_passkeys_shows_no_button()
    {
        var page = await browser.Window();
        await page.AddInitScriptAsync("delete window.PublicKeyCredential;");
        await page.GotoAsync(home.Address("/account/sign-in"));
        (await page.IsVisibleAsync("text=Sign in with a passkey")).ShouldBeFalse();
        await SignIn(page, await Server.Person());
        await page.GotoAsync(home.Address("/account/passkeys"));
        (await page.TextContentAsync("#no-passkeys:not([hidden])"))!.ShouldStartWith("This browser can't create passkeys here.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_declines_goes_back_with_an_error()
    {
        var page = await browser.Window();
        await page.GotoAsync(home.Link());
        await SignIn(page, await Server.Person());
        await page.ClickAsync("button:has-text('Decline')");
        (await Answer(page))["error"].ShouldBe("access_denied");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_asking_there_is_an_answer_only_for_who_signed_in_and_agreed()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        await page.GotoAsync(home.Link(fields: ("prompt", "none")));
        (await Answer(page))["error"].ShouldBe("login_required");
        await page.GotoAsync(home.Link());
        await SignIn(page, email);
        await page.ClickAsync("button:has-text('Agree')");
        await page.GotoAsync(home.Link(fields: ("prompt", "none")));
        (await Answer(page)).Keys.ShouldContain("code");

        await page.GotoAsync(home.Address("/account"));
        await page.ClickAsync("button:has-text('Withdraw')");
        await page.WaitForSelectorAsync("[role=status]");
        await page.GotoAsync(home.Link(fields: ("prompt", "none")));
        (await Answer(page))["error"].ShouldBe("consent_required");
        await page.GotoAsync(home.Link());
        (await page.TextContentAsync("h1")).ShouldBe("Nordia ERP asks for access");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_ended_session_leads_to_the_sign_in_page_and_back()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        await page.GotoAsync(home.Address("/account/sessions"));
        await SignIn(page, email);
        await using (var db = Server.Db("dc3"))
            await db.Sessions.ExecuteDeleteAsync();
        await page.ReloadAsync();
        (await page.TextContentAsync("h1")).ShouldBe("Sign in");
        await SignIn(page, email);
        (await page.TextContentAsync("h1")).ShouldBe("Sessions");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_keyboard_is_enough_to_sign_in()
    {
        var (page, email) = (await browser.Window(), await Server.Person());
        await page.GotoAsync(home.Address("/account/security"));
        await page.Keyboard.TypeAsync(email); // the first field has the focus
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(BrowserSession.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("nav[aria-label=Account]");
        var reached = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.textContent.trim()"));
        }
        reached.ShouldBe(["Sign out", "Applications", "Profile", "Security", "Two-factor", "Passkeys", "Sessions"]);
        await page.Context.CloseAsync();
    }

    internal static async Task SignIn(IPage page, string email, string password = BrowserSession.Password)
    {
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", password);
        await page.EvaluateAsync("() => { window.isBefore = true; }");
        await page.ClickAsync("form[action='/account/sign-in'] button");
        await page.WaitForFunctionAsync("() => !window.isBefore"); // the answer is another document, also when it has the same address
    }

    private async Task<Dictionary<string, string>> Answer(IPage page)
    {
        await page.WaitForURLAsync(home.Callback + "?**");
        return BrowserSession.Query(new(page.Url));
    }

    internal static async Task Authenticator(IPage page, bool verified = true)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = verified,
                },
            }
        );
    }
}
