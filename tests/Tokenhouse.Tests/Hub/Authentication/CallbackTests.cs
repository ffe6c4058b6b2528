using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Hub.People;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Authentication;

/// <summary>Whatever does not fit ends on a page of the Hub, signs nobody in and spends nothing.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class CallbackTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string NotHere = "The sign-in wasn't started in this browser, or took longer than an hour.";
    private const string NotOurs = "The response didn't come from this Hub's sign-in.";
    private const string Late = "The response was already used or is too old, or you were signed out in the meantime.";

    [Theory]
    [InlineData("")]
    [InlineData("state=")]
    [InlineData("state=xyz")]
    [InlineData("state={state}&state={state}")]
    [InlineData("state={state}x")]
    public async Task A_state_that_was_not_sent_from_here_is_refused_and_the_right_one_still_works(string state)
    {
        var session = await Arrived((await browserSessions.On()).Server);
        var (address, right) = (session.Left!, session.Response["state"]);
        var wrong = address
            .ToString()
            .Replace($"state={right}", state.Replace("{state}", right, StringComparison.Ordinal), StringComparison.Ordinal);
        await session.Open(wrong);
        Refused(session, NotHere);
        await session.Open(address.ToString());
        Entered(session);
    }

    [Fact]
    public async Task The_answer_is_for_the_browser_that_set_out()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Arrived(server);
        var stranger = new BrowserSession(server);
        await stranger.Open(session.Left!.ToString());
        Refused(stranger, NotHere);
        var other = await Arrived(server); // who set out too, for a sign-in of their own
        await other.Open(session.Left!.ToString());
        Refused(other, NotHere);
        await session.Open(session.Left!.ToString());
        Entered(session);
    }

    [Fact]
    public async Task Windows_that_set_out_at_once_all_come_back_to_their_pages()
    {
        var server = (await browserSessions.On()).Server;
        var setOut = new BrowserSession(server) { StopsBefore = "/connect/authorize" };
        await setOut.Open(BrowserSession.Hub + "/t/nordia/log?outcome=all");
        var one = setOut.Left!;
        await setOut.Open(BrowserSession.Hub + "/t/nordia/people");
        var other = setOut.Left!;
        BrowserSession.Query(one)["state"].ShouldNotBe(BrowserSession.Query(other)["state"]);
        BrowserSession.Query(one)["code_challenge"].ShouldNotBe(BrowserSession.Query(other)["code_challenge"]);

        var session = setOut.Window();
        await session.Open(one.ToString());
        await session.SignIn(await server.Member(Arrange.Nordia, Tokenhouse.Server.Data.Entities.Role.Reader));
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/nordia/log?outcome=all");
        await session.Open(other.ToString());
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/nordia/people");
    }

    [Fact]
    public async Task The_code_of_one_window_does_not_come_back_with_the_state_of_another()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Arrived(server);
        var answer = session.Left!.ToString();
        var twin = session.Window();
        var other = new BrowserSession(server) { StopsBefore = "/connect/authorize" };
        foreach (var (name, value) in twin.Cookies)
            other.Take(new(BrowserSession.Hub), $"{name}={value}");
        await other.Open(BrowserSession.Hub + "/"); // the same browser sets out again
        var state = BrowserSession.Query(other.Left!)["state"];
        await session.Open(answer.Replace(session.Response["state"], state, StringComparison.Ordinal));
        Refused(session, Late);
        await session.Open(answer);
        Entered(session);
    }

    [Fact]
    public async Task A_code_that_another_browser_asked_for_is_refused_and_not_spent()
    {
        var server = (await browserSessions.On()).Server;
        var (session, victim) = (await Arrived(server), await Arrived(server));
        var answer = session.Left!.ToString();
        await session.Open(answer.Replace(session.Response["code"], victim.Response["code"], StringComparison.Ordinal));
        Refused(session, Late);
        await victim.Open(victim.Left!.ToString());
        Entered(victim);
    }

    [Theory]
    [InlineData([null])]
    [InlineData("")]
    [InlineData("http://login.dc2.localhost:5080")]
    [InlineData("http://loginuat.dc3.localhost:5080")]
    [InlineData("http://login.dc3.localhost:5080/")]
    [InlineData("https://evil.example")]
    public async Task An_answer_of_another_issuer_is_refused(string? issuer)
    {
        var session = await Arrived((await browserSessions.On()).Server);
        var right = $"iss={Uri.EscapeDataString(BrowserSession.Dc3)}";
        session.Left!.ToString().ShouldContain(right);
        await session.Open(
            session.Left!.ToString().Replace(right, issuer is null ? "" : $"iss={Uri.EscapeDataString(issuer)}", StringComparison.Ordinal)
        );
        Refused(session, NotOurs);
    }

    [Theory]
    [InlineData("error=access_denied")]
    [InlineData("error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("error=")]
    public async Task An_error_is_said_in_a_sentence_of_ours(string error)
    {
        var session = await Arrived((await browserSessions.On()).Server);
        await session.Open($"{session.Left}&{error}");
        Refused(session, "The sign-in was refused. If it keeps happening, tell the operator.");
        session.Answer.Body.ShouldNotContain("alert");
    }

    [Theory]
    [InlineData("code=")]
    [InlineData("code=xyz")]
    [InlineData("code={code}&code={code}")]
    [InlineData("")]
    public async Task A_code_that_was_never_issued_is_refused(string code)
    {
        var session = await Arrived((await browserSessions.On()).Server);
        var right = session.Response["code"];
        await session.Open(
            session
                .Left!.ToString()
                .Replace($"code={right}", code.Replace("{code}", right, StringComparison.Ordinal), StringComparison.Ordinal)
        );
        Refused(session, Late);
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_first_use_stays()
    {
        var session = await Arrived((await browserSessions.On()).Server);
        var (address, twin) = (session.Left!.ToString(), session.Window()); // with the same cookies
        await session.Open(address);
        Entered(session);
        await twin.Open(address);
        Refused(twin, Late);
        await session.Open(address); // as when the page is loaded again
        session.Heading.ShouldBe("You aren't signed in");
        await session.Open(BrowserSession.Hub + "/");
        Entered(session);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_let_in()
    {
        var session = await Arrived((await browserSessions.On()).Server);
        var address = session.Left!.ToString();
        var windows = Enumerable.Range(0, Iterations.Of(10, 100)).Select(_ => session.Window()).ToList();
        await Task.WhenAll(windows.Select(window => window.Open(address)));
        windows.Count(window => window.Answer.Status == 200).ShouldBe(1);
        windows.Count(window => window.Cookies.ContainsKey("tokenhouse-hub")).ShouldBe(1);
    }

    [Fact]
    public async Task A_code_lives_a_minute()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Arrived(server);
        server.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromMilliseconds(1));
        await session.Open(session.Left!.ToString());
        Entered(session);
        session = await Arrived(server);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        await session.Open(session.Left!.ToString());
        Refused(session, Late);
    }

    [Fact]
    public async Task A_person_may_take_an_hour_to_sign_in()
    {
        var server = (await browserSessions.On()).Server;
        Entered(await CameBackAfter(server, TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1)));
        Refused(await CameBackAfter(server, TimeSpan.FromHours(1)), NotHere);
    }

    [Fact]
    public async Task A_code_of_another_client_is_refused_and_stays_good_for_it()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var session = await Arrived(server, email);
        var integrator = new Integrator(server);
        var own = new BrowserSession(server);
        await own.Authorize(integrator.Link(), email);
        var answer = session.Left!.ToString();
        await session.Open(answer.Replace(session.Response["code"], own.Response["code"], StringComparison.Ordinal));
        Refused(session, Late);
        (await integrator.Redeem(own.Response["code"])).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_session_that_ended_meanwhile_is_not_carried_over()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Arrived(server);
        var answer = session.Left!.ToString();
        await session.Open(BrowserSession.Dc3 + "/account");
        await session.Submit("/account/sign-out");
        await session.Open(answer);
        Refused(session, Late);
    }

    [Fact]
    public async Task An_account_that_was_disabled_meanwhile_is_not_let_in()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var session = await Arrived(server, email);
        await server.Change(async db =>
            (await db.Accounts.SingleAsync(account => account.Email == email)).DisabledAt = server.Clock.GetUtcNow()
        );
        await session.Open(session.Left!.ToString());
        Refused(session, Late);
    }

    /// <summary>Somebody who set out, and only later went on to the sign-in host.</summary>
    private static async Task<BrowserSession> CameBackAfter(TestServer server, TimeSpan time)
    {
        var session = new BrowserSession(server) { StopsBefore = "/connect/authorize" };
        await session.Open(BrowserSession.Hub + "/");
        server.Clock.Advance(time);
        var later = session.Window();
        await later.Open(session.Left!.ToString());
        await later.SignIn(await server.Person());
        return later;
    }

    /// <summary>Somebody who signed in, and is about to come back to the Hub.</summary>
    private static async Task<BrowserSession> Arrived(TestServer server, string? email = null)
    {
        var session = new BrowserSession(server) { StopsBefore = "/sign-in/callback" };
        await session.EnterHub(email ?? await server.Person());
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
        return session;
    }

    private static void Entered(BrowserSession session)
    {
        (session.Answer.Status, session.Page.Url).ShouldBe((200, BrowserSession.Hub + "/"), session.Answer.Body);
        session.Cookies.Keys.ShouldContain("tokenhouse-hub");
    }

    private static void Refused(BrowserSession session, string why)
    {
        (session.Answer.Status, session.Heading).ShouldBe((400, "You aren't signed in"));
        session.Page.QuerySelector("main p")!.TextContent.ShouldBe($"{why} Nothing was changed. Sign in again.");
        session.Page.QuerySelector("main a")!.GetAttribute("href").ShouldBe("/sign-in");
        session.Cookies.Keys.ShouldNotContain("tokenhouse-hub");
    }
}
