using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>Until it is settled whom to answer, nobody is redirected: the person reads a page of ours (RFC 6749, 4.1.2.1).</summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class RefusedOnPageTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Unknown = "Unknown client_id at this host. Check the ID and the host.";
    private const string WrongMode = "The response mode isn't supported. Use 'query' or 'form_post'.";
    private const string WrongUri = "This client hasn't registered this redirect_uri. It must match exactly.";

    [Theory]
    [InlineData("client_id", null, "The parameter 'client_id' is missing.")]
    [InlineData("client_id", "nobody", Unknown)]
    [InlineData("client_id", "Nordia-ERP", Unknown)]
    [InlineData("client_id", "page-uat", Unknown)]
    [InlineData("client_id", "page-disabled", Unknown)]
    [InlineData("client_id", "page-of-disabled-tenant", Unknown)]
    [InlineData("client_id", "page-without-dialect", Unknown)]
    [InlineData("redirect_uri", null, "The parameter 'redirect_uri' is missing.")]
    [InlineData("redirect_uri", "https://evil.example/", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8401/callback", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback/", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback?x=1", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400@evil.example/callback", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback\n", WrongUri)]
    [InlineData("redirect_uri", "javascript:alert(1)", WrongUri)]
    [InlineData("response_mode", "fragment", WrongMode)]
    [InlineData("response_mode", "query.jwt", WrongMode)]
    [InlineData("client_secret", "x", "The parameter 'client_secret' was sent in the URL. It is no longer secret. Replace it.")]
    [InlineData("password", "x", "The parameter 'password' was sent in the URL. It is no longer secret. Replace it.")]
    [InlineData("ticket", "x", "This sign-in took too long, or its URL was altered. Go back to the application and start again.")]
    public async Task Whoever_cannot_be_trusted_with_an_answer_gets_none(string name, string? value, string reason)
    {
        var server = (await browserSessions.On()).Server;
        await Arranged(server);
        foreach (var prompt in (string?[])[null, "none"])
        {
            var session = new BrowserSession(server);
            await session.Open(BrowserSession.Link("/connect/authorize", (name, value), ("prompt", prompt)));
            IsPage(session, 400, reason);
        }
    }

    [Theory]
    [InlineData("/oauth/v2/oauth-authorize")]
    [InlineData("/oauth2/authorize")]
    public async Task It_is_the_same_in_every_dialect(string path)
    {
        var server = (await browserSessions.On()).Server;
        await Arranged(server);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link(path, ("client_id", "page-without-dialect")));
        IsPage(session, 400, Unknown);
        await session.Open(BrowserSession.Link(path, ("redirect_uri", "https://evil.example/")));
        IsPage(session, 400, WrongUri);
    }

    [Fact]
    public async Task A_client_without_redirect_URIs_is_never_answered_and_none_is_learned()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("page-no-uris", client => client.RedirectUris = []);
        var session = new BrowserSession(server);
        for (var i = 0; i < 2; i++)
        {
            await session.Open(new Integrator(server, "page-no-uris").Link());
            IsPage(session, 400, WrongUri);
        }
        await using var db = server.Db("dc3");
        (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "page-no-uris")).RedirectUris.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("&state=2", "The parameter 'state' was sent more than once.")]
    [InlineData("&client_id=nordia-desktop", "The parameter 'client_id' was sent more than once.")]
    [InlineData("&redirect_uri=https%3A%2F%2Fevil.example", "The parameter 'redirect_uri' was sent more than once.")]
    [InlineData("&%73cope=a&scope=b", "The parameter 'scope' was sent more than once.")]
    [InlineData("&a=%00", "A parameter couldn't be decoded. Use percent-encoded UTF-8.")]
    [InlineData("&a=%ff", "A parameter couldn't be decoded. Use percent-encoded UTF-8.")]
    public async Task A_query_that_two_readers_could_read_differently_is_not_read(string more, string reason)
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Open(BrowserSession.Link() + more);
        IsPage(session, 400, reason);
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_refused_and_the_longest_goes_the_whole_way()
    {
        var integrator = new Integrator((await browserSessions.On()).Server);
        var room = 16_384 - integrator.Link(("state", null)).Split('?')[1].Length - "&state=".Length;

        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Authorize(integrator.Link(("state", new('x', room))));
        session.Response["state"].ShouldBe(new('x', room));
        session.Response.ShouldContainKey("code");

        await session.Open(integrator.Link(("state", new('x', room + 1))));
        IsPage(session, 400, "The authorization request is longer than 16384 characters.");
    }

    [Fact]
    public async Task What_is_sent_is_never_markup_on_the_page()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Open(
            BrowserSession.Link("/connect/authorize", ("\"><script>x</script>", "1")) + "&%22%3E%3Cscript%3Ex%3C/script%3E=2"
        );
        session.Answer.Status.ShouldBe(400);
        session.Page.Scripts.ShouldBeEmpty();
        session.Answer.Body.ShouldNotContain("<script");
    }

    [Fact]
    public async Task A_tenants_own_host_signs_nobody_in()
    {
        const string Own = "http://nordia.login.localhost:5080";
        var server = (await browserSessions.On()).Server;
        foreach (
            var path in (string[])["/connect/authorize", "/oauth/v2/oauth-authorize", "/oauth2/authorize", "/account", "/account/sign-in"]
        )
            (await server.Get(BrowserSession.Link(path).Replace(BrowserSession.Dc3, Own))).Status.ShouldBe(404);
    }

    internal static void IsPage(BrowserSession session, int status, string? reason = null)
    {
        session.Left.ShouldBeNull();
        session.Answer.Status.ShouldBe(status, session.Answer.Body);
        session.Answer["Location"].ShouldBeNull();
        session.Answer["Content-Type"].ShouldBe("text/html; charset=utf-8");
        session.Answer["X-Frame-Options"].ShouldBe("DENY");
        session.Answer["Referrer-Policy"].ShouldBe("no-referrer");
        session.Answer["Cache-Control"].ShouldBe("no-store");
        session.Answer["Access-Control-Allow-Origin"].ShouldBeNull();
        session.Answer["Content-Security-Policy"]!.ShouldContain("default-src 'none'");
        session.Answer["Content-Security-Policy"]!.ShouldEndWith("frame-ancestors 'none'");
        if (reason is not null)
            session.Page.Body!.TextContent.ShouldContain(reason);
    }

    private static async Task Arranged(TestServer server)
    {
        await server.AddIntegrator("page-uat", environment: TenantEnvironment.UAT);
        await server.AddIntegrator("page-disabled", client => client.DisabledAt = server.Clock.GetUtcNow());
        var off = await server.AddTenant("page-off", tenant => tenant.DisabledAt = server.Clock.GetUtcNow());
        await server.AddIntegrator("page-of-disabled-tenant", tenantId: off.Id);
        var mute = await server.AddTenant("page-mute", tenant => tenant.Dialects = []);
        await server.AddIntegrator("page-without-dialect", tenantId: mute.Id);
    }
}
