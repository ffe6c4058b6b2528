using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.OpenIdConnect;

/// <summary>Which scopes a sign-in gets, which it is left without, and which are refused (OpenID Connect Core 1.0, 3.1.2.1).</summary>
public sealed class SignInScopeTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task The_consent_page_says_in_words_what_each_scope_means()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Server.AddIntegrator("in-words");
        await session.Open(
            new Integrator(session.Server, "in-words").Link(("scope", "openid profile email offline_access all"), ("prompt", "consent"))
        );
        await session.SignIn();
        Items(session)
            .ShouldBe([
                "Know who you are openid",
                "See your name, the email address you sign in with, and your language profile",
                "See your email address, and whether it is confirmed email",
                "Keep its access while you are away offline_access",
                "E-invoicing all",
            ]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_agreed_to_a_sign_in_is_asked_again_before_more_about_them_is_told()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Server.AddIntegrator("tells-more");
        var integrator = new Integrator(session.Server, "tells-more");
        var tokens = await integrator.Tokens(session, ("scope", "openid"));
        (await session.Server.AskUserInfo(tokens))
            .Json.EnumerateObject()
            .Select(claim => claim.Name)
            .ShouldBe(["sub", "tenant", "tenant_id"]);
        foreach (var (name, value) in new[] { ("scope", "openid email"), ("claims", """{"userinfo":{"email":null}}""") })
        {
            await session.Open(integrator.Link(("scope", "openid"), (name, value), ("prompt", "none")));
            session.Response["error"].ShouldBe("consent_required", name);
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_left_out_and_named_in_the_log_of_a_client_that_proves_its_secret()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var answer = await new Integrator(session.Server).Tokens(session, ("scope", "openid all address phone"));
        answer.Json.GetProperty("scope").GetString().ShouldBe("openid all");
        var row = (await session.Server.Refusals(answer, "dc3")).ShouldHaveSingleItem();
        (row.Kind, row.Code, row.Operation, row.ClientId, row.IsProved).ShouldBe(("ScopeIgnored", "", "token", Integrator.Web, true));
        row.Reason.ShouldBe("the sign-in requested scopes that aren't in the catalogue, and they were left out: address phone");

        var token = await session.Server.HubToken(Arrange.Nordia, "hub.log.read");
        var noted = await session.Server.Call(
            token,
            HttpMethod.Get,
            $"/tenants/nordia/log?outcome=noted&correlation={answer.CorrelationId}"
        );
        var item = noted.Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (item.GetProperty("outcome").GetString(), item.TryGetProperty("error", out _)).ShouldBe(("noted", false));
        var refused = await session.Server.Call(
            token,
            HttpMethod.Get,
            $"/tenants/nordia/log?outcome=refused&correlation={answer.CorrelationId}"
        );
        refused.Body.ShouldBe("""{"items":[]}""");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_that_proves_nothing_is_told_that_scopes_were_left_out_and_not_which()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var answer = await new Integrator(session.Server, Integrator.Native).Tokens(session, ("scope", "openid all Zqxword"));
        answer.Json.GetProperty("scope").GetString().ShouldBe("openid all");
        (await session.Server.Refusals(answer, "dc3"))
            .ShouldHaveSingleItem()
            .Reason.ShouldBe(
                "the sign-in requested scopes that aren't in the catalogue, and they were left out: the request proved no secret, so they aren't named"
            );
    }

    [Theory]
    [Trait("Category", "Security")]
    [InlineData("openid payments.read", "payments.read")] // exists, but isn't the client's
    [InlineData("all address", "address")] // no sign-in
    [InlineData("profile", "profile")]
    [InlineData("all email", "email")]
    public async Task Strictness_stays_where_it_protects(string scope, string refused)
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Open(new Integrator(session.Server).Link(("scope", scope)));
        (session.Response["error"], session.Response["error_description"]).ShouldBe(
            ("invalid_scope", $"The scope '{refused}' isn't available to this client.")
        );
    }

    [Theory]
    [InlineData("email", "openid profile")]
    [InlineData("profile", "openid email")]
    [InlineData("openid", "all")]
    public async Task What_is_switched_off_for_a_client_is_left_out(string switchedOff, string granted)
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var id = "without-" + switchedOff;
        await session.Server.AddIntegrator(id, client => client.SwitchedOffScopes = [switchedOff]);
        var scope = switchedOff == "openid" ? "openid profile email all" : "openid profile email";
        var answer = await new Integrator(session.Server, id).Tokens(session, ("scope", scope));
        answer.Json.GetProperty("scope").GetString().ShouldBe(granted);
        answer.Json.TryGetProperty("id_token", out _).ShouldBe(switchedOff != "openid");
        var userInfo = await session.Server.AskUserInfo(answer);
        if (switchedOff == "openid")
            userInfo.Status.ShouldBe(403);
        else
            userInfo.Body.Contains(BrowserSession.Ada, StringComparison.Ordinal).ShouldBe(switchedOff != "email"); // by no other name either
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_is_switched_off_later_is_no_longer_told()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var server = session.Server;
        await server.AddIntegrator("off-later");
        var integrator = new Integrator(server, "off-later");
        var tokens = await integrator.Tokens(session, ("scope", "openid profile email"));
        await server.Change("off-later", client => client.SwitchedOffScopes = ["email", "profile"]);
        (await server.AskUserInfo(tokens)).Json.EnumerateObject().Select(claim => claim.Name).ShouldBe(["sub", "tenant", "tenant_id"]);
        var refresh = tokens.Json.GetProperty("refresh_token").GetString()!;
        var refreshed = await integrator.Refresh(refresh, ("scope", "openid profile"));
        refreshed.Json.GetProperty("scope").GetString().ShouldBe("openid"); // left out, not refused
        var code = await integrator.Code(session, ("scope", "openid"));
        await server.Change("off-later", client => client.SwitchedOffScopes = ["openid"]);
        (await integrator.Redeem(code)).Json.GetProperty("error").GetString().ShouldBe("invalid_scope"); // nothing is left
        (await server.AskUserInfo(refreshed)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Offline_access_is_in_the_granted_scope_and_client_credentials_ignore_it()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var integrator = new Integrator(session.Server);
        var answer = await integrator.Tokens(session, ("scope", "openid all offline_access"));
        answer.Json.GetProperty("scope").GetString().ShouldBe("openid all offline_access");
        var again = await integrator.Refresh(answer.Json.GetProperty("refresh_token").GetString()!);
        again.Json.GetProperty("scope").GetString().ShouldBe("openid all offline_access");

        await session.Server.AddIntegrator("offline-machine", client => client.Scopes = ["all"], ClientKind.Machine);
        var machine = await session.Server.Token(
            BrowserSession.Dc3,
            "offline-machine",
            "offline-machine-demo-secret",
            "all offline_access"
        );
        machine.Json.GetProperty("scope").GetString().ShouldBe("all");
    }

    private static IEnumerable<string> Items(BrowserSession session) =>
        session.Page.QuerySelectorAll("[aria-labelledby=scopes] li").Select(item => item.TextContent.Trim());
}
