using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.People;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Authentication;

/// <summary>The Hub's code is for the Hub: no token is ever made of it. And a code that shows a fresh sign-in shows one.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class HubCodeTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const long Nordia = 451;
    private const string Sensitive = BrowserSession.Hub + "/t/nordia/people/invite";

    [Fact]
    public async Task No_token_is_made_of_a_code_of_the_Hub_and_the_code_stays_good_for_it()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server) { StopsBefore = "/connect/authorize" };
        await session.Open(BrowserSession.Hub + "/");
        // The same request, with a challenge whose verifier is known.
        var asked = session.Left!.ToString().Replace(session.Response["code_challenge"], Pkce.Challenge, StringComparison.Ordinal);
        var knowing = new BrowserSession(server) { StopsBefore = "/sign-in/callback" };
        await knowing.Open(asked);
        await knowing.SignIn(await server.Person());
        (string Name, string Value)[] exchange =
        [
            ("grant_type", "authorization_code"),
            ("client_id", "hub"),
            ("code", knowing.Response["code"]),
            ("redirect_uri", BrowserSession.Hub + "/sign-in/callback"),
            ("code_verifier", Pkce.Verifier),
        ];
        var answer = await server.Token(BrowserSession.Dc3, exchange);
        (answer.Status, answer.Body).ShouldBe(
            (400, """{"error":"unauthorized_client","error_description":"This client can't use the grant type authorization_code."}""")
        );
        foreach (var grant in (string[])["client_credentials", "refresh_token"])
            (await server.Token(BrowserSession.Dc3, [("grant_type", grant), ("client_id", "hub"), ("refresh_token", "x")])).Status.ShouldBe(
                400
            );
    }

    [Fact]
    public async Task What_is_sensitive_asks_again_five_minutes_after_the_sign_in()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.EnterHub(await server.Member(Nordia, Role.Manager));
        server.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        (await Ask(server, session)).Status.ShouldBe(200);
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var answer = await Ask(server, session);
        answer.Status.ShouldBe(303);
        var asked = BrowserSession.Query(new(answer["Location"]!));
        (asked["prompt"], asked["client_id"]).ShouldBe(("login", "hub"));
    }

    [Fact]
    public async Task Who_signs_in_again_comes_back_fresh_to_the_page_and_who_does_not_stays_as_they_were()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Member(Nordia, Role.Manager);
        var session = new BrowserSession(server);
        await session.EnterHub(email);
        server.Clock.Advance(TimeSpan.FromMinutes(6));

        await session.Open(BrowserSession.Hub + "/");
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/"); // nothing sensitive
        await session.Open(Sensitive);
        session.Heading.ShouldBe("Sign in again");
        await session.Open(BrowserSession.Hub + "/"); // turned away
        await session.Open(Sensitive);
        session.Heading.ShouldBe("Sign in again");
        await session.SignIn(email);
        session.Page.Url.ShouldBe(Sensitive);
        (await server.SessionsOf(email)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_once()
    {
        var server = (await browserSessions.On()).Server;
        var answer = await server.Get(Sensitive);
        answer.Status.ShouldBe(303);
        BrowserSession.Query(new(answer["Location"]!)).ShouldNotContainKey("prompt");
    }

    /// <summary>Asks for the sensitive page, and follows no redirect.</summary>
    private static async Task<Answer> Ask(TestServer server, BrowserSession session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Sensitive);
        request.Headers.Add("Cookie", $"tokenhouse-hub={session.Cookies["tokenhouse-hub"]}");
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
