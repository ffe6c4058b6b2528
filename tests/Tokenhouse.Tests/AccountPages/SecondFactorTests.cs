using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>The second step of signing in.</summary>
[Trait("Category", "Security")]
[Collection<AccountServers>]
public sealed class SecondFactorTests(TestServers servers)
{
    private const string Step = "/account/second-factor";
    private const string Wrong = "That code is wrong or was already used. Wait for the next one, or use a recovery code.";

    [Fact]
    public async Task The_password_alone_begins_no_session_and_the_code_leads_where_the_person_was_going()
    {
        var (server, email, app, _) = await Protected(Databases.Default);
        var session = new BrowserSession(server);
        await session.SignInTo("/account/sessions", email);
        session.Path.ShouldBe(Step);
        session.Cookies.Keys.ShouldNotContain("tokenhouse-session");
        (await server.SessionsOf(email)).ShouldBeEmpty();

        await session.Submit(Step, ("code", app.Code()));
        session.Path.ShouldBe("/account/sessions");
        (await server.SessionsOf(email)).Single().Methods.ShouldBe(["pwd", "otp"]);
        session.Cookies.Keys.ShouldNotContain("tokenhouse-second-step");
    }

    [Fact]
    public async Task An_application_gets_its_code_after_both_steps()
    {
        var (server, email, app, _) = await Protected(Databases.Default);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link());
        await session.SignIn(email);
        session.Page.QuerySelector("main")!.TextContent.ShouldContain("to continue to Nordia ERP");
        session.Answer["Content-Security-Policy"]!.ShouldContain("form-action 'self' http://127.0.0.1:8400;");
        await session.Submit(Step, ("code", app.Wrong()));
        await session.Submit(Step, ("code", app.Code()));
        await session.Decide("agree");
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Theory, OnEachDatabase]
    public async Task A_code_is_accepted_once_and_so_is_none_before_it(Database database)
    {
        var (server, email, app, _) = await Protected(database);
        var ahead = app.Code(1); // a telephone whose clock is fast
        (await Try(server, email, ahead)).Path.ShouldBe("/account");
        foreach (var old in (string[])[ahead, app.Code(), app.Code(-1)])
        {
            var again = await Try(server, email, old);
            (again.Answer.Status, again.Notice).ShouldBe((400, Wrong));
        }
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Try(server, email, app.Code())).Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_code_sent_many_times_at_once_one_signs_in(Database database)
    {
        var (server, email, app, _) = await Protected(database);
        (await Race(server, email, app.Code())).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_recovery_code_sent_many_times_at_once_one_signs_in(Database database)
    {
        var (server, email, _, codes) = await Protected(database);
        (await Race(server, email, codes[0])).ShouldBe(1);
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed()
    {
        var (server, email, _, codes) = await Protected(Databases.Default);
        (await Try(server, email, codes[0].ToLowerInvariant())).Path.ShouldBe("/account");
        (await Try(server, email, codes[0])).Answer.Status.ShouldBe(400);
        var session = await Try(server, email, codes[1].Replace("-", " ", StringComparison.Ordinal));
        session.Path.ShouldBe("/account");
        await session.Open(BrowserSession.Dc3 + "/account/two-factor");
        session.Page.QuerySelector("main")!.TextContent.ShouldContain("8 recovery codes are left.");
    }

    [Theory, OnEachDatabase]
    public async Task The_last_accepted_step_is_not_written_back_by_what_Identity_saves(Database database)
    {
        var (server, email, app, codes) = await Protected(database);
        (await Try(server, email, app.Code())).Path.ShouldBe("/account");
        var step = (await server.Account(email)).LastTotpStep;
        (await Try(server, email, codes[0])).Path.ShouldBe("/account");
        (await server.Account(email)).LastTotpStep.ShouldBe(step);
        step.ShouldBe(server.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
    }

    [Fact]
    public async Task After_five_minutes_the_password_is_asked_for_again()
    {
        var (server, email, app, _) = await Protected(Databases.Default);
        var session = new BrowserSession(server);
        await session.SignInTo("/account/sessions", email);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        await session.Submit(Step, ("code", app.Code()));
        session.Path.ShouldBe("/account/sign-in");
        await session.SignIn(email);
        await session.Submit(Step, ("code", app.Code()));
        session.Path.ShouldBe("/account/sessions"); // it still knows where to
    }

    [Fact]
    public async Task A_first_step_from_before_a_new_password_or_of_a_disabled_account_counts_no_more()
    {
        var (server, email, app, _) = await Protected(Databases.Default);
        foreach (var change in (Func<Task>[])[() => Change(server, email, stamp: "new"), () => Change(server, email, disabled: true)])
        {
            var session = new BrowserSession(server);
            await session.SignInTo("/account", email);
            session.Path.ShouldBe(Step);
            await change();
            await session.Submit(Step, ("code", app.Code()));
            session.Path.ShouldBe("/account/sign-in");
        }
    }

    [Fact]
    public async Task Without_a_first_step_or_with_an_altered_one_there_is_only_the_sign_in_page()
    {
        var server = await servers.On();
        foreach (var cookie in (string?[])[null, "nonsense", "CfDJ8" + new string('A', 200)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BrowserSession.Dc3 + Step));
            if (cookie is not null)
                request.Headers.Add("Cookie", "tokenhouse-second-step=" + cookie);
            using var response = await server.Http.SendAsync(request);
            response.Headers.Location.ShouldBe(new Uri(BrowserSession.Dc3 + "/account/sign-in?return=%2Faccount"));
        }
    }

    [Fact]
    public async Task The_cookie_between_the_steps_is_out_of_reach_for_scripts_and_says_nothing()
    {
        var (server, email, _, _) = await Protected(Databases.Default);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account/sign-in");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BrowserSession.Dc3 + "/account/sign-in"));
        request.Headers.Add("Cookie", string.Join("; ", session.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var token = session.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["form_token"] = token,
                ["email"] = email,
                ["password"] = BrowserSession.Password,
            }
        );
        using var response = await server.Http.SendAsync(request);
        var cookie = response
            .Headers.GetValues("Set-Cookie")
            .Single(header => header.StartsWith("tokenhouse-second-step", StringComparison.Ordinal));
        cookie.ShouldStartWith("tokenhouse-second-step=CfDJ8");
        cookie.ShouldEndWith("; path=/; samesite=lax; httponly");
        cookie.ShouldNotContain(email);
    }

    private async Task<(TestServer House, string Email, AuthenticatorApp App, IReadOnlyList<string> Codes)> Protected(Database database)
    {
        var server = await servers.On(database);
        var email = await server.Person();
        var (app, codes) = await server.SwitchOnTwoFactor(email);
        return (server, email, app, codes);
    }

    private static async Task<BrowserSession> Try(TestServer server, string email, string code)
    {
        var session = new BrowserSession(server);
        await session.SignInTo("/account", email);
        await session.Submit(Step, ("code", code));
        return session;
    }

    private static async Task<int> Race(TestServer server, string email, string code)
    {
        var session = new BrowserSession(server);
        await session.SignInTo("/account", email);
        var windows = await Task.WhenAll(
            Enumerable
                .Range(0, 5) // as many as one network may try
                .Select(async _ =>
                {
                    var window = session.Window();
                    await window.Open(BrowserSession.Dc3 + Step);
                    return window;
                })
        );
        await Task.WhenAll(windows.Select(window => window.Submit(Step, ("code", code))));
        return windows.Count(window => window.Path == "/account");
    }

    private static async Task Change(TestServer server, string email, string? stamp = null, bool disabled = false)
    {
        await using var db = server.Db("dc3");
        var account = await db.Accounts.SingleAsync(row => row.Email == email);
        account.SecurityStamp = stamp ?? account.SecurityStamp;
        account.DisabledAt = disabled ? server.Clock.GetUtcNow() : null;
        await db.SaveChangesAsync();
    }
}
