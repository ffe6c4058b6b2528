using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>The sessions of an account, and its password.</summary>
[Trait("Category", "Security")]
[Collection<AccountServers>]
public sealed class SessionTests(TestServers servers)
{
    private const string Page = "/account/sessions";
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string New = "a new and long password";

    [Fact]
    public async Task They_are_listed_and_one_or_all_others_can_be_ended()
    {
        var server = await servers.On();
        var (email, first, second) = await Two(server);
        await first.Open(BrowserSession.Dc3 + Page);
        var rows = first.Page.QuerySelectorAll(".card-row");
        rows.Length.ShouldBe(2);
        rows.Select(row => row.QuerySelector("h2")!.TextContent.Trim())
            .Order()
            .ShouldBe(["Firefox on Windows This browser", "Unknown browser"]);
        rows.ShouldAllBe(row => row.QuerySelector("p")!.TextContent == "127.0.0.1");

        var other = (await server.SessionsOf(email)).Single(session => session.Browser != Firefox);
        await first.Submit(Page + "/end", ("session", other.Id.ToString()));
        first.Notice.ShouldBe("That browser was signed out.");
        await second.Open(BrowserSession.Dc3 + "/account");
        second.Path.ShouldBe("/account/sign-in");

        await second.SignIn(email);
        await first.Open(BrowserSession.Dc3 + Page);
        await first.Submit(Page + "/end-others");
        first.Notice.ShouldBe("All other browsers were signed out.");
        first.Page.QuerySelector("main")!.TextContent.ShouldContain("You have no other sessions.");
        await second.Open(BrowserSession.Dc3 + "/account");
        second.Path.ShouldBe("/account/sign-in");
    }

    [Fact]
    public async Task Ending_the_own_session_signs_out_and_the_session_of_another_account_is_out_of_reach()
    {
        var server = await servers.On();
        var (email, first, _) = await Two(server);
        var stranger = new BrowserSession(server);
        await stranger.SignInTo(Page, await server.Person());
        var own = (await server.SessionsOf(email)).Single(session => session.Browser == Firefox);
        await stranger.Submit(Page + "/end", ("session", own.Id.ToString()));
        await stranger.Submit(Page + "/end", ("session", "nonsense"));
        (await server.SessionsOf(email)).Count.ShouldBe(2);

        await first.Open(BrowserSession.Dc3 + Page);
        await first.Submit(Page + "/end", ("session", own.Id.ToString()));
        first.Path.ShouldBe("/account/sign-in");
        (await server.SessionsOf(email)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_password_ends_all_other_sessions_and_counts_from_then_on()
    {
        var server = await servers.On();
        var (email, first, second) = await Two(server);
        await first.Open(BrowserSession.Dc3 + "/account/password");
        foreach (
            var (current, password, again, fault) in ((string, string, string, string)[])
                [
                    ("wrong", New, New, "The current password is wrong."),
                    (BrowserSession.Password, "short", "short", "Choose a password of at least 10 characters."),
                    (BrowserSession.Password, New, "another", "The passwords don't match. Enter the same one twice."),
                ]
        )
        {
            await first.Submit("/account/password", ("current", current), ("password", password), ("again", again));
            (first.Answer.Status, first.Notice).ShouldBe((400, fault));
        }
        await first.Submit("/account/password", ("current", BrowserSession.Password), ("password", New), ("again", New));
        (first.Path, first.Notice).ShouldBe(("/account/security", "Password changed. You were signed out in all other browsers."));
        await second.Open(BrowserSession.Dc3 + "/account");
        second.Path.ShouldBe("/account/sign-in");
        await second.SignIn(email);
        second.Answer.Status.ShouldBe(400);
        await second.SignIn(email, New);
        second.Path.ShouldBe("/account");
        (await SentEmails.Wait(server, email)).Single().ShouldContain("The password of your account was changed.");
    }

    [Fact]
    public async Task Guessing_the_current_password_is_throttled()
    {
        var server = await servers.On();
        var session = new BrowserSession(server);
        await session.SignInTo("/account/password", await server.Person());
        for (var i = 0; i < 5; i++)
            await session.Submit("/account/password", ("current", $"guess {i}"), ("password", New), ("again", New));
        session.Answer.Status.ShouldBe(400);
        await session.Submit("/account/password", ("current", BrowserSession.Password), ("password", New), ("again", New));
        session.Answer.Status.ShouldBe(429);
    }

    [Fact]
    public async Task What_changes_the_sign_in_asks_for_a_sign_in_a_moment_ago_and_comes_back()
    {
        var server = await servers.On();
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.SignInTo("/account/password", email);
        var stale = session.Window();
        await stale.Open(BrowserSession.Dc3 + "/account/two-factor");
        server.Clock.Advance(TimeSpan.FromMinutes(5));

        await session.Submit("/account/password", ("current", BrowserSession.Password), ("password", New), ("again", New));
        (session.Path, session.Heading).ShouldBe(("/account/sign-in", "Sign in again"));
        await stale.Submit("/account/two-factor/begin");
        stale.Heading.ShouldBe("Sign in again");
        foreach (var page in (string[])["/account/two-factor", "/account/passkeys"])
        {
            await stale.Open(BrowserSession.Dc3 + page);
            stale.Page.QuerySelectorAll("main form").ShouldBeEmpty(); // to be seen, not to be changed
            stale
                .Page.QuerySelector("main .notice a")!
                .GetAttribute("href")
                .ShouldBe("/account/sign-in?return=" + Uri.EscapeDataString(page));
        }
        session.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(email);
        await session.SignIn(email);
        session.Path.ShouldBe("/account/password");
        await session.Submit("/account/password", ("current", BrowserSession.Password), ("password", New), ("again", New));
        session.Path.ShouldBe("/account/security");
        (await server.SessionsOf(email)).Count.ShouldBe(1); // the new session took the old one's place
    }

    [Fact]
    public async Task Every_page_and_every_form_of_the_account_is_for_who_is_signed_in()
    {
        var server = await servers.On();
        foreach (
            var page in (string[])
                [
                    "/account",
                    Page,
                    "/account/security",
                    "/account/password",
                    "/account/two-factor",
                    "/account/two-factor/set-up",
                    "/account/passkeys",
                ]
        )
        {
            var answer = await server.Get(BrowserSession.Dc3 + page);
            answer.Status.ShouldBe(303);
            answer["Location"]!.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?return=%2Faccount");
            (await server.Get("http://nordia.login.localhost:5080" + page)).Status.ShouldBe(404); // a tenant's host has no people
        }
    }

    [Fact]
    public async Task A_form_that_was_not_shown_by_us_to_that_person_does_nothing()
    {
        var server = await servers.On();
        var session = new BrowserSession(server);
        await session.SignInTo(Page, await server.Person());
        string[] forms =
        [
            Page + "/end",
            Page + "/end-others",
            "/account/security/confirm-mail",
            "/account/password",
            "/account/two-factor/begin",
            "/account/two-factor/set-up",
            "/account/two-factor/recovery-codes",
            "/account/two-factor/switch-off",
            "/account/passkeys/add",
            "/account/passkeys/remove",
            "/account/sign-in",
            "/account/sign-in/passkey",
            "/account/second-factor",
            "/account/forgot",
            "/account/reset",
            "/account/confirm",
        ];
        var stranger = new BrowserSession(server);
        await stranger.SignInTo(Page, await server.Person());
        var theirs = stranger.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        foreach (var form in forms)
        foreach (var token in (string?[])[null, "nonsense", theirs])
        {
            var fields = token is null ? [] : new Dictionary<string, string> { ["form_token"] = token };
            await session.Go(new(HttpMethod.Post, BrowserSession.Dc3 + form) { Content = new FormUrlEncodedContent(fields) });
            (session.Answer.Status, session.Heading).ShouldBe((400, "This form is no longer valid"), form);
        }
    }

    private static async Task<(string Email, BrowserSession First, BrowserSession Second)> Two(TestServer server)
    {
        var email = await server.Person();
        var (first, second) = (new BrowserSession(server) { Agent = Firefox }, new BrowserSession(server));
        await first.SignInTo("/account", email);
        await second.SignInTo("/account", email);
        return (email, first, second);
    }
}
