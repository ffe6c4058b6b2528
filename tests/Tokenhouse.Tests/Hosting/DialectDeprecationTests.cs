using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>A dialect that is being retired says so, rests when that is planned, and ends on its day.</summary>
public sealed class DialectDeprecationTests
{
    private const string Guide = "http://login.dc3.localhost:5080/migration/OAuth2Legacy";
    private static readonly string[] Paths = ["/oauth2/token", "/oauth2/authorize"];

    [Fact]
    public async Task Every_answer_of_a_deprecated_dialect_says_since_when_until_when_and_where_to_go()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        Answer[] answers =
        [
            await server.Get(BrowserSession.Dc3 + "/oauth2/token"), // 405
            await server.Get(BrowserSession.Dc3 + "/oauth2/authorize"), // our own page
            await server.Get(BrowserSession.Link("/oauth2/authorize")), // to sign in
            await server.Post(
                BrowserSession.Dc3 + "/oauth2/token",
                [("grant_type", "refresh_token"), ("refresh_token", "x")],
                "nordia-erp"
            ),
        ];
        answers.Select(answer => answer.Status).ShouldBe([405, 400, 303, 400]);
        foreach (var answer in answers)
        {
            answer["Deprecation"].ShouldBe("@1780272000"); // 2026-06-01
            answer["Sunset"].ShouldBe("Sun, 01 Jun 2031 00:00:00 GMT");
            answer["Link"].ShouldBe($"<{Guide}>; rel=\"sunset\"; type=\"text/html\", <{Guide}>; rel=\"deprecation\"; type=\"text/html\"");
        }
        var page = await server.Get(Guide);
        (page.Status, page["Content-Type"]).ShouldBe((200, "text/html; charset=utf-8"));
        page.Body.ShouldContain("/oauth/v2/oauth-token");
        page.Body.ShouldContain("1 June 2031");
        foreach (var path in (string[])["/oauth/v2/oauth-token", "/connect/token"])
            (await server.Get(BrowserSession.Dc3 + path))["Sunset"].ShouldBeNull();
    }

    [Fact]
    public async Task From_its_day_on_it_answers_410_and_its_refresh_tokens_live_on_where_they_are_taken()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings = ["--Tokenhouse:Dialects:OAuth2Legacy:SunsetAt", "2026-11-21T13:00:00Z"],
            }
        );
        var legacy = new Integrator(server) { Dialect = Tokenhouse.Server.OAuth.Dialects.OAuth2Legacy.Dialect };
        var token = (await legacy.Tokens(new BrowserSession(server))).Json.GetProperty("refresh_token").GetString()!;

        server.Clock.Advance(TimeSpan.FromHours(1)); // 13:00
        var gone = await legacy.Refresh(token);

        (gone.Status, gone.Body, gone["Sunset"]).ShouldBe(
            (
                410,
                $$"""{"error":"invalid_request","error_description":"This endpoint has been retired. Use its successor: {{Guide}}"}""",
                "Sat, 21 Nov 2026 13:00:00 GMT"
            )
        );
        foreach (var path in Paths)
            (await server.Get(BrowserSession.Dc3 + path)).Status.ShouldBe(410);
        var moved = new Integrator(server) { Dialect = Tokenhouse.Server.OAuth.Dialects.OAuthV2.Dialect };
        (await moved.Refresh(token)).Json.GetProperty("refresh_token").GetString().ShouldStartWith("_1XBPWQQ_");
    }

    [Fact]
    public async Task In_a_brown_out_it_answers_503_and_says_when_it_is_back()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings =
                [
                    "--Tokenhouse:Dialects:OAuth2Legacy:BrownOuts:0:From",
                    "2026-11-21T12:10:00Z",
                    "--Tokenhouse:Dialects:OAuth2Legacy:BrownOuts:0:Until",
                    "2026-11-21T12:20:00Z",
                ],
            }
        );
        var legacy = new Integrator(server) { Dialect = Tokenhouse.Server.OAuth.Dialects.OAuth2Legacy.Dialect };
        (await legacy.Refresh("x")).Status.ShouldBe(400);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var resting = await legacy.Refresh("x");
        (resting.Status, resting.Json.GetProperty("error").GetString()).ShouldBe((503, "temporarily_unavailable"));
        resting["Retry-After"].ShouldBe("601");
        resting["Deprecation"].ShouldBe("@1780272000");
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        (await legacy.Refresh("x")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_person_in_a_browser_is_told_on_a_page()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings = ["--Tokenhouse:Dialects:OAuth2Legacy:SunsetAt", "2026-11-21T12:00:00Z"],
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Link("/oauth2/authorize"));
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await server.Http.SendAsync(request);
        var page = await Answer.From(response);
        (page.Status, page["Content-Type"], page["Location"]).ShouldBe((410, "text/html; charset=utf-8", null));
        page.Body.ShouldContain("This endpoint is being retired");
    }

    [Fact]
    public async Task A_site_without_a_dialect_answers_404_there()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings = ["--Tokenhouse:Datacentres:dc3:Sites:LIVE:Dialects:0", "Connect"],
            }
        );
        foreach (var path in (string[])["/oauth2/authorize", "/oauth/v2/oauth-authorize"])
            (await server.Get(BrowserSession.Link(path))).Status.ShouldBe(404);
        (await server.Get(BrowserSession.Link())).Status.ShouldBe(303);
        (
            await server.Get(BrowserSession.Link("/oauth2/authorize").Replace("login.", "loginuat.", StringComparison.Ordinal))
        ).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("--Tokenhouse:Dialects:OAuth3:DeprecatedAt", "2026-01-01", "this dialect doesn't exist")]
    [InlineData("--Tokenhouse:Dialects:OAuthV2:SunsetAt", "2027-01-01", "has SunsetAt but not DeprecatedAt")]
    [InlineData("--Tokenhouse:Dialects:OAuth2Legacy:SunsetAt", "2026-01-01", "SunsetAt is before DeprecatedAt")]
    [InlineData("--Tokenhouse:Dialects:OAuth2Legacy:Guide", "nowhere", "isn't an absolute URL")]
    [InlineData("--Tokenhouse:Datacentres:dc2:Sites:LIVE:Dialects:0", "OAuth3", "which isn't a dialect")]
    public async Task What_cannot_be_meant_stops_the_start_with_a_sentence(string setting, string value, string sentence) =>
        (
            await Should.ThrowAsync<Tokenhouse.Server.Hosting.Options.StartRefusedException>(
                TestServer.Start(Database.Sqlite, setting, value)
            )
        ).Message.ShouldContain(sentence);
}
