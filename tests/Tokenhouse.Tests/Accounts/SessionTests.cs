using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.AccountPages;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Accounts;

/// <summary>Being signed in: a cookie that only its own host sees, for as long as it is used and no longer than half a day.</summary>
[Trait("Category", "Security")]
[Collection<AccountServers>]
public sealed class SessionTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Account = BrowserSession.Dc3 + "/account";

    [Fact]
    public async Task The_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        var server = (await browserSessions.On()).Server;
        var cookie = await SignedIn(server, BrowserSession.Dc3);
        cookie.ShouldMatch("^tokenhouse-session=[A-Za-z0-9_-]{43}; path=/; samesite=lax; httponly\\z");
    }

    [Fact]
    public async Task Over_https_the_cookie_is_secure_and_bound_to_its_host()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = ["--Tokenhouse:BaseUrl", "https://localhost:5443"] }
        );
        var cookie = await SignedIn(server, "http://login.dc3.localhost:5443"); // what a proxy passes on once it has ended TLS
        cookie.ShouldMatch("^__Host-tokenhouse-session=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly\\z");
    }

    [Theory, OnEachDatabase]
    public async Task A_session_that_is_not_used_ends_after_two_hours(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var session = await Entered(server);
        for (var i = 0; i < 3; i++)
        {
            server.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
            await session.Open(Account);
            session.Page.Title!.ShouldStartWith("Connected applications");
        }
        server.Clock.Advance(TimeSpan.FromHours(2));
        await session.Open(Account);
        session.Page.Title!.ShouldStartWith("Sign in");
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy_it_is()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Entered(server);
        for (var i = 0; i < 11; i++)
        {
            server.Clock.Advance(TimeSpan.FromHours(1));
            await session.Open(Account);
        }
        server.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        await session.Open(Account);
        session.Page.Title!.ShouldStartWith("Connected applications");
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await session.Open(Account);
        session.Page.Title!.ShouldStartWith("Sign in");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_whoever_kept_the_cookie()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Entered(server);
        await session.Open(Account);
        var thief = session.MoveTo(server);
        await session.Submit(new Dictionary<string, string>(), "/account/sign-out");

        session.Page.Title!.ShouldStartWith("Sign in");
        session.Cookies.Keys.ShouldNotContain("tokenhouse-session");
        await thief.Open(Account);
        thief.Page.Title!.ShouldStartWith("Sign in");
    }

    [Theory, OnEachDatabase]
    public async Task A_new_sign_in_has_a_new_session_and_ends_the_one_before(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var session = await Entered(server);
        var before = session.MoveTo(server);
        var planted = session.Cookies["tokenhouse-session"];
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Open(BrowserSession.Link("/connect/authorize", ("prompt", "login")));
        await session.SignIn();

        session.Cookies["tokenhouse-session"].ShouldNotBe(planted);
        await before.Open(Account);
        before.Page.Title!.ShouldStartWith("Sign in");
    }

    [Fact]
    public async Task A_session_of_one_environment_is_none_at_the_other_host()
    {
        var server = (await browserSessions.On()).Server;
        await using var db = server.Db("dc3");
        var rows = await db.Sessions.CountAsync();
        var session = new BrowserSession(server);
        await session.Open("http://loginuat.dc3.localhost:5080/account");
        session.Page.Title!.ShouldStartWith("Sign in");
        session.Page.Url.ShouldStartWith("http://loginuat.dc3.localhost:5080/account/sign-in");
        (await db.Sessions.CountAsync()).ShouldBe(rows);
    }

    [Theory]
    [InlineData("/account/sign-in", "email", "ada@nordia.example")]
    [InlineData("/account/consent", "decision", "agree")]
    [InlineData("/account/not-member", "decision", "back")]
    [InlineData("/account/withdraw", "application", "451/LIVE/nordia-erp")]
    [InlineData("/account/sign-out", "x", "y")]
    public async Task A_post_without_a_form_of_ours_does_nothing(string path, string name, string value)
    {
        var server = (await browserSessions.On()).Server;
        var integrator = new Integrator(server);
        var session = await Entered(server);
        var token = (await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;
        var stranger = new BrowserSession(server);
        await stranger.Open(Account);
        var foreign = stranger.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        foreach (var form in (string?[])[null, "", "forged", foreign])
        {
            var fields = new Dictionary<string, string> { [name] = value, ["password"] = BrowserSession.Password };
            if (form is not null)
                fields["form_token"] = form;
            await session.Go(new(HttpMethod.Post, new Uri(BrowserSession.Dc3 + path)) { Content = new FormUrlEncodedContent(fields) });
            session.Answer.Status.ShouldBe(400);
            session.Page.Title!.ShouldStartWith("This form is no longer valid");
            session.Left.ShouldBeNull();
        }
        await session.Open(Account);
        session.Page.Title!.ShouldStartWith("Connected applications");
        (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("/account/consent")]
    [InlineData("/account/sign-in")]
    public async Task A_form_that_nobody_would_send_is_refused(string path)
    {
        var server = (await browserSessions.On()).Server;
        var session = await Entered(server);
        var many = string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"p{i}=1"));
        foreach (
            var (body, type) in ((string, string)[])
                [(many, "application/x-www-form-urlencoded"), ("{}", "application/json"), ("x", "multipart/form-data")]
        )
        {
            var content = new StringContent(body);
            content.Headers.ContentType = new(type);
            await session.Go(new(HttpMethod.Post, new Uri(BrowserSession.Dc3 + path)) { Content = content });
            session.Answer.Status.ShouldBe(400, $"{type} {session.Answer.Body}");
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/account/../../evil")]
    [InlineData("/account/..%2f")]
    [InlineData("/account@evil.example")]
    [InlineData("/accountevil")]
    [InlineData("/account\n")]
    [InlineData("/account\r\nLocation: https://evil.example")]
    [InlineData("/connect/authorize")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_anywhere_but_to_a_page_of_the_account(string path)
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Open($"{BrowserSession.Dc3}/account/sign-in?return={Uri.EscapeDataString(path)}");
        session.Page.QuerySelector("[name=return]")!.GetAttribute("value").ShouldBe("/account");
        await session.Submit(
            new Dictionary<string, string>
            {
                ["email"] = BrowserSession.Ada,
                ["password"] = BrowserSession.Password,
                ["return"] = path,
            }
        );
        session.Answer.Status.ShouldBe(200);
        session.Page.Url.ShouldBe(Account);
    }

    private static async Task<BrowserSession> Entered(TestServer server)
    {
        var session = new BrowserSession(server);
        await session.Open(Account);
        await session.SignIn();
        session.Page.Title!.ShouldStartWith("Connected applications");
        return session;
    }

    /// <summary>Signs in by hand and hands out the session's cookie as it was set.</summary>
    private static async Task<string> SignedIn(TestServer server, string origin)
    {
        using var shown = await server.Http.GetAsync(new Uri(origin + "/account/sign-in"));
        shown.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await shown.Content.ReadAsStringAsync());
        var page = await shown.Content.ReadAsStringAsync();
        var token = System.Text.RegularExpressions.Regex.Match(
            page,
            "name=\"form_token\" value=\"([^\"]+)\"",
            default,
            TimeSpan.FromSeconds(1)
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, origin + "/account/sign-in");
        request.Headers.Add("Cookie", shown.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        request.Content = new FormUrlEncodedContent([
            new("form_token", token.Groups[1].Value),
            new("email", BrowserSession.Ada),
            new("password", BrowserSession.Password),
        ]);
        using var answer = await server.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.SeeOther);
        answer
            .Headers.Location!.ToString()
            .ShouldBe(origin.Contains("5443", StringComparison.Ordinal) ? "https://login.dc3.localhost:5443/account" : origin + "/account");
        return answer.Headers.GetValues("Set-Cookie").Single(header => header.Contains("session", StringComparison.Ordinal));
    }
}
