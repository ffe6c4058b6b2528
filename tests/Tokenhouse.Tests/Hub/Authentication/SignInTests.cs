using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.People;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Authentication;

/// <summary>From the Hub to the sign-in host and back, signed in at both.</summary>
[Collection<PeopleServers>]
public sealed class SignInTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Callback = BrowserSession.Hub + "/sign-in/callback";

    [Fact]
    public async Task Who_comes_to_the_Hub_signs_in_at_the_sign_in_host_and_is_brought_back()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person(account => account.Memberships[0].Role = Role.Developer);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Hub + "/");
        session.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?ticket=");
        session.Page.QuerySelector("main p")!.TextContent.ShouldBe("to continue to Tokenhouse Hub");
        await session.SignIn(email);

        session.Page.Url.ShouldBe(BrowserSession.Hub + "/");
        session.Heading.ShouldBe("Your tenants");
        session
            .Page.QuerySelector("main li")!
            .TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["Nordia", "nordia (451)", "Developer"]);
        session.Page.QuerySelector("header")!.TextContent.ShouldContain(email);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_Hub_asks_with_state_and_PKCE_like_any_client()
    {
        var server = (await browserSessions.On()).Server;
        var asked = await server.Get(BrowserSession.Hub + "/");
        asked.Status.ShouldBe(303);
        asked["Location"]!.ShouldStartWith(BrowserSession.Dc3 + "/connect/authorize?");
        var query = BrowserSession.Query(new(asked["Location"]!));
        query["state"].ShouldMatch("^[A-Za-z0-9_-]{43,1000}\\z");
        query["code_challenge"].ShouldMatch("^[A-Za-z0-9_-]{43}\\z");
        query.ShouldBe(
            new Dictionary<string, string>
            {
                ["response_type"] = "code",
                ["client_id"] = "hub",
                ["redirect_uri"] = Callback,
                ["scope"] = "hub.sign-in",
                ["state"] = query["state"],
                ["code_challenge"] = query["code_challenge"],
                ["code_challenge_method"] = "S256",
            }
        );
        asked["Set-Cookie"]!.ShouldMatch("^tokenhouse-hub-browser=[A-Za-z0-9_-]{43}; path=/; samesite=lax; httponly\\z");
        (asked["Cache-Control"], asked["Referrer-Policy"]).ShouldBe(("no-store", "no-referrer"));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_session_has_a_cookie_at_each_host_and_neither_is_good_at_the_other()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var visitor = new BrowserSession(server);
        await visitor.EnterHub(email);
        var session = (await server.SessionsOf(email)).ShouldHaveSingleItem();
        var (login, hub) = (visitor.Cookies["tokenhouse-session"], visitor.Cookies["tokenhouse-hub"]);
        hub.ShouldMatch("^[A-Za-z0-9_-]{43}\\z");
        hub.ShouldNotBe(login);
        session.HubTokenHash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(hub)));

        (await Status(server, BrowserSession.Hub + "/", $"tokenhouse-hub={hub}")).ShouldBe(200);
        (await Status(server, BrowserSession.Dc3 + "/account", $"tokenhouse-session={login}")).ShouldBe(200);
        (await Status(server, BrowserSession.Hub + "/", $"tokenhouse-hub={login}; tokenhouse-session={login}")).ShouldBe(303);
        (await Status(server, BrowserSession.Dc3 + "/account", $"tokenhouse-session={hub}; tokenhouse-hub={hub}")).ShouldBe(303);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Over_https_both_cookies_are_bound_to_the_Hubs_host()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = ["--Tokenhouse:BaseUrl", "https://localhost:5443"] }
        );
        var asked = await server.Get("http://hub.dc3.localhost:5443/"); // what a proxy passes on once it has ended TLS
        asked["Set-Cookie"]!.ShouldMatch("^__Host-tokenhouse-hub-browser=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly\\z");
        asked["Location"]!.ShouldStartWith("https://login.dc3.localhost:5443/connect/authorize?");
        BrowserSession.Query(new(asked["Location"]!))["redirect_uri"].ShouldBe("https://hub.dc3.localhost:5443/sign-in/callback");
    }

    [Fact]
    public async Task Who_is_signed_in_already_is_asked_nothing()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.SignInTo("/account", email);
        await session.Open(BrowserSession.Hub + "/");
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/");
        await using var db = server.Db("dc3");
        var id = (await server.Account(email)).Id;
        (await db.Consents.IgnoreQueryFilters().AnyAsync(consent => consent.AccountId == id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_factors_are_two_factors_here_too()
    {
        var server = (await browserSessions.On()).Server;
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var session = new BrowserSession(server);
        await session.EnterHub(email);
        session.Path.ShouldBe("/account/second-factor");
        await session.Submit("/account/second-factor", ("code", app.Code()));
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/");
    }

    [Fact]
    public async Task Who_has_no_role_is_told_how_to_get_one()
    {
        var server = (await browserSessions.On()).Server;
        foreach (var email in (string[])[await server.Person(), await server.Person(account => account.Memberships.Clear())])
        {
            var session = new BrowserSession(server);
            await session.EnterHub(email);
            (session.Answer.Status, session.Heading).ShouldBe((200, "You don't have access yet"));
            session
                .Page.QuerySelectorAll("main p")
                .Select(paragraph => paragraph.TextContent)
                .ShouldBe([
                    $"You are signed in as {email}, but this account has no role in the Hub. You don't need a role to sign in to applications.",
                    "To work with your company's credentials, ask a Manager of your company for a role. Then reload this page.",
                ]);
            session.Page.Forms.Length.ShouldBe(1); // the way out
        }
    }

    [Fact]
    public async Task Tenants_are_listed_by_name_with_the_role_in_each()
    {
        var server = (await browserSessions.On()).Server;
        var other = await server.AddTenant("hub-other", tenant => tenant.Name = "Another");
        var email = await server.Person(account =>
        {
            account.Memberships[0].Role = Role.Reader;
            account.Memberships.Add(Member(account, other.Id, Role.Manager));
        });
        var session = new BrowserSession(server);
        await session.EnterHub(email);
        session
            .Page.QuerySelectorAll("main li")
            .Select(row => $"{row.QuerySelector("h2")!.TextContent}: {row.QuerySelector(".badge")!.TextContent}")
            .ShouldBe(["Another: Manager", "Nordia: Reader"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_Hub_is_a_client_of_LIVE_alone()
    {
        var server = (await browserSessions.On()).Server;
        var asked = (await server.Get(BrowserSession.Hub + "/"))["Location"]!;
        var answer = await server.Get(asked.Replace("login.dc3", "loginuat.dc3", StringComparison.Ordinal));
        answer.Status.ShouldBe(400);
        answer.Body.ShouldContain("Details for the developer: Unknown client_id at this host.");
        answer = await server.Get(asked.Replace("login.dc3", "nordia.login", StringComparison.Ordinal));
        answer.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("http%3A%2F%2Fhub.dc3.localhost%3A5080%2Fsign-in%2Fcallback%2F")]
    [InlineData("http%3A%2F%2Fhub.dc3.localhost%3A5081%2Fsign-in%2Fcallback")]
    [InlineData("http%3A%2F%2Fhub.dc2.localhost%3A5080%2Fsign-in%2Fcallback")]
    [InlineData("http%3A%2F%2Fevil.example%2Fsign-in%2Fcallback")]
    [Trait("Category", "Security")]
    public async Task The_code_goes_to_the_Hub_and_nowhere_else(string redirectUri)
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.EnterHub(await server.Person());
        var asked = (await server.Get(BrowserSession.Hub + "/"))["Location"]!;
        await session.Open(asked.Replace(Uri.EscapeDataString(Callback), redirectUri, StringComparison.Ordinal));
        (session.Answer.Status, session.Left).ShouldBe((400, null));
        session.Heading.ShouldBe("This sign-in can't start");
    }

    private static Membership Member(Account account, long tenantId, Role role) =>
        new()
        {
            AccountId = account.Id,
            TenantId = tenantId,
            Role = role,
            CreatedAt = account.CreatedAt,
        };

    private static async Task<int> Status(TestServer server, string address, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookies);
        using var response = await server.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
