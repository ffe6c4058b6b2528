using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Hub.People;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Authentication;

/// <summary>Being signed in at the Hub: the same session as at the sign-in host, which begins and ends at both together.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class HubSessionTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Account = BrowserSession.Dc3 + "/account";
    private const string Hub = BrowserSession.Hub + "/";

    [Fact]
    public async Task Signing_out_of_the_Hub_signs_out_everywhere_also_whoever_kept_the_cookies()
    {
        var session = await Entered();
        var thief = session.Window();
        await session.Submit("/sign-out");
        session.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?ticket=");
        session.Cookies.Keys.ShouldNotContain("tokenhouse-hub");
        await IsOut(thief);
        await IsOut(session);
    }

    [Fact]
    public async Task Signing_out_at_the_sign_in_host_signs_out_of_the_Hub()
    {
        var session = await Entered();
        await session.Open(Account);
        await session.Submit("/account/sign-out");
        await IsOut(session);
    }

    [Fact]
    public async Task A_session_that_is_ended_in_another_browser_is_over_at_the_Hub()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var (session, other) = (new BrowserSession(server), new BrowserSession(server));
        await session.EnterHub(email);
        await other.SignInTo("/account/sessions", email);
        await other.Submit("/account/sessions/end-others");
        await IsOut(session);
    }

    [Fact]
    public async Task A_new_sign_in_ends_what_the_Hub_had_of_the_one_before()
    {
        var session = await Entered();
        var before = session.Window();
        session.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Open(BrowserSession.Link("/connect/authorize", ("prompt", "login")));
        await session.SignIn((string?)session.Page.QuerySelector("#email")!.GetAttribute("value") ?? "");
        await before.Open(Hub);
        before.Page.Title!.ShouldStartWith("Sign in");
        await session.Open(Hub); // comes in again by the new session
        session.Page.Url.ShouldBe(Hub);
    }

    [Fact]
    public async Task A_session_that_is_not_used_ends_after_two_hours_and_either_host_is_a_use()
    {
        var session = await Entered();
        var clock = session.Server.Clock;
        foreach (var address in (string[])[Hub, Account, Hub, Account])
        {
            clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
            await session.Open(address);
            session.Page.Url.ShouldBe(address);
        }
        clock.Advance(TimeSpan.FromHours(2));
        await IsOut(session);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy_the_Hub_is()
    {
        var session = await Entered();
        for (var i = 0; i < 12; i++)
        {
            await session.Open(Hub);
            session.Page.Url.ShouldBe(Hub);
            session.Server.Clock.Advance(TimeSpan.FromHours(1));
        }
        await IsOut(session);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.EnterHub(email);
        await server.Change(async db =>
            (await db.Accounts.SingleAsync(account => account.Email == email)).DisabledAt = server.Clock.GetUtcNow()
        );
        await IsOut(session);
    }

    [Fact]
    public async Task Signing_out_takes_a_form_of_ours()
    {
        var session = await Entered();
        var stranger = await Entered();
        var foreign = stranger.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        foreach (var form in (string[])["", "forged", foreign])
        {
            var fields = new Dictionary<string, string> { ["form_token"] = form };
            await session.Go(
                new(HttpMethod.Post, new Uri(BrowserSession.Hub + "/sign-out")) { Content = new FormUrlEncodedContent(fields) }
            );
            (session.Answer.Status, session.Heading).ShouldBe((400, "This form is no longer valid"));
        }
        await session.Open(BrowserSession.Hub + "/sign-out");
        session.Answer.Status.ShouldBe(405);
        await session.Open(Hub);
        session.Page.Url.ShouldBe(Hub);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/../evil")]
    [InlineData("/t/../../evil")]
    [InlineData("/t/..%2f")]
    [InlineData("/t//evil")]
    [InlineData("@evil.example")]
    [InlineData(".evil.example")]
    [InlineData("/t\n")]
    [InlineData("/t\r\nLocation: https://evil.example")]
    [InlineData("/t?a=<script>")]
    [InlineData("/t#https://evil.example")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/callback?code=x")]
    [InlineData("/sign-out")]
    [InlineData("/api/v1/tenants")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Nobody_is_sent_anywhere_but_to_a_page_of_the_Hub(string path)
    {
        var session = await Entered();
        await session.Open($"{BrowserSession.Hub}/sign-in?return={Uri.EscapeDataString(path)}");
        (session.Answer.Status, session.Page.Url).ShouldBe((200, Hub));
    }

    [Theory]
    [InlineData("/t/nordia")]
    [InlineData("/t/nordia/credentials/live/dc3-x?page=2&sort=-name&q=a%20b")]
    [InlineData("/operator/tenants")]
    [InlineData("/sign-inside")]
    public async Task A_person_comes_back_to_the_page_that_they_wanted(string path)
    {
        var session = await Entered();
        await session.Open($"{BrowserSession.Hub}/sign-in?return={Uri.EscapeDataString(path)}");
        session.Page.Url.ShouldBe(BrowserSession.Hub + path);
    }

    [Fact]
    public async Task A_page_to_come_back_to_has_at_most_400_characters()
    {
        var session = await Entered();
        foreach (var (length, path) in new[] { (400, "/" + new string('a', 399)), (401, "/") })
        {
            await session.Open($"{BrowserSession.Hub}/sign-in?return=/{new string('a', length - 1)}");
            session.Page.Url.ShouldBe(BrowserSession.Hub + path);
        }
    }

    private async Task<BrowserSession> Entered()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.EnterHub(await server.Person());
        session.Page.Url.ShouldBe(Hub);
        return session;
    }

    private static async Task IsOut(BrowserSession session)
    {
        foreach (var address in (string[])[Hub, Account])
        {
            await session.Open(address);
            session.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?");
        }
    }
}
