using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>A person agrees once to what an application asks, again when it asks for more, and takes it all back at once.</summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class ConsentTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task What_was_agreed_is_remembered_and_asked_again_when_the_scope_grows()
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("consent-grows");
        var integrator = new Integrator(session.Server, "consent-grows");
        await session.Authorize(new Integrator(session.Server).Link());

        await session.Open(integrator.Link(("scope", "all")));
        var asked = session.Page.Body!.TextContent;
        asked.ShouldContain("consent-grows asks for access");
        asked.ShouldContain("E-invoicing all");
        session
            .Page.QuerySelectorAll("dd")
            .Select(fact => fact.TextContent.Trim())
            .ShouldBe([
                "1 year, or 30 days without use. You can withdraw it at any time on your account page.",
                "http://127.0.0.1:8400",
                BrowserSession.Ada,
            ]);
        await session.Decide("agree");
        await session.Open(integrator.Link(("scope", "all")));
        session.Response.ShouldContainKey("code");

        await session.Open(integrator.Link(("scope", "all openid")));
        session.Left.ShouldBeNull();
        session.Page.Body!.TextContent.ShouldContain("Know who you are");
        await session.Decide("agree");
        foreach (var scope in (string[])["openid", "all", "openid all"])
        {
            await session.Open(integrator.Link(("scope", scope)));
            session.Response.ShouldContainKey("code");
        }
    }

    [Fact]
    public async Task What_was_not_shown_is_not_agreed_to()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        await server.AddIntegrator("consent-unseen", client => client.Scopes = ["openid"]);
        await session.Authorize(new Integrator(server).Link());
        await server.Change("consent-unseen", client => client.Scopes = ["payments.read", "openid"]);
        await server.Change(async db =>
            (await db.Contracts.IgnoreQueryFilters().SingleAsync(contract => contract.TenantId == Arrange.Nordia)).Scopes = [
                "all",
                "openid",
                "payments.read",
                "payments.write",
            ]
        );
        await session.Open(new Integrator(server, "consent-unseen").Link());
        session.Page.Body!.TextContent.ShouldNotContain("payments.write");
        await server.Change("consent-unseen", client => client.Scopes = ["payments.read", "payments.write"]);

        await session.Decide("agree");

        session.Left.ShouldBeNull();
        session.Page.Body!.TextContent.ShouldContain("payments.write"); // shown now
        await session.Decide("agree");
        session.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task Who_declines_gives_nothing_and_is_asked_again_the_next_time()
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("consent-declined");
        var integrator = new Integrator(session.Server, "consent-declined");
        await session.Authorize(new Integrator(session.Server).Link());

        await session.Open(integrator.Link());
        await session.Decide("decline");

        session
            .Answer["Location"]
            .ShouldBe(
                $"{BrowserSession.Callback}?error=access_denied&error_description=The%20account%20holder%20declined.&state=xyz&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080"
            );
        session.Answer.Status.ShouldBe(303);
        await session.Open(integrator.Link());
        session.Left.ShouldBeNull();
        await session.Decide("something else");
        session.Left.ShouldBeNull();
        session.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_withdrawal_ends_everything_at_once()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        await server.AddIntegrator("consent-withdrawn");
        var (integrator, other) = (new Integrator(server, "consent-withdrawn"), new Integrator(server));
        var kept = Refresh(await other.Tokens(session));
        var token = Refresh(await integrator.Tokens(session));
        var code = await integrator.Code(session);

        await session.Open(BrowserSession.Dc3 + "/account");
        session.Page.Body!.TextContent.ShouldContain("consent-withdrawn");
        var form = session.Page.Forms.Single(candidate => candidate.QuerySelector("[value$='/consent-withdrawn']") is not null);
        foreach (var rest in session.Page.Forms.Where(candidate => candidate != form))
            rest.Remove();
        await session.Submit(new Dictionary<string, string>());

        session.Page.Body!.TextContent.ShouldContain("The application no longer acts for you. Its access has ended.");
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await integrator.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
        await using (var db = server.Db("dc3"))
        {
            var family = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.ClientId == "consent-withdrawn");
            (family.EndedAt, family.EndReason).ShouldBe((server.Clock.GetUtcNow(), "the account holder withdrew the consent"));
            (await db.AccessTokens.IgnoreQueryFilters().Where(row => row.ClientId == "consent-withdrawn").ToListAsync()).ShouldAllBe(row =>
                row.RevokedAt == family.EndedAt
            );
            (
                await db.Codes.IgnoreQueryFilters().AnyAsync(row => row.ClientId == "consent-withdrawn" && row.SpentAt == null)
            ).ShouldBeFalse();
        }
        (await other.Refresh(kept)).Status.ShouldBe(200);
        await session.Open(integrator.Link());
        session.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull(); // asked again
    }

    [Theory]
    [InlineData("451/LIVE/nobody")]
    [InlineData("451/UAT/nordia-erp")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Only_what_one_agreed_to_oneself_can_be_withdrawn(string application)
    {
        var server = (await browserSessions.On()).Server;
        var (ada, grace) = (new BrowserSession(server), new BrowserSession(server));
        var integrator = new Integrator(server);
        await ada.Authorize(integrator.Link());
        var token = Refresh(await integrator.Tokens(ada));
        await grace.Authorize(integrator.Link(), "grace@nordia.example");
        await grace.Open(BrowserSession.Dc3 + "/account");
        await grace.Submit(new Dictionary<string, string> { ["application"] = application }, "/account/withdraw");

        grace.Answer.Status.ShouldBe(200);
        (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_acts_for_nobody_but_members_of_its_tenant()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.AddTenant("consent-closed");
        await server.AddIntegrator("consent-closed", tenantId: tenant.Id);
        var integrator = new Integrator(server, "consent-closed");
        var session = new BrowserSession(server);

        await session.Open(integrator.Link());
        await session.SignIn();
        RefusedOnPageTests.IsPage(session, 403, "ada@nordia.example isn't a member there.");
        await session.Open(integrator.Link(("prompt", "none")));
        session.Response["error"].ShouldBe("access_denied");
        await session.Open(integrator.Link());
        var ticket = BrowserSession.Query(new(session.Page.Url))["ticket"];
        await session.Decide("back");
        session.Response.ShouldBe(
            new Dictionary<string, string>
            {
                ["error"] = "access_denied",
                ["error_description"] = "The account isn't a member of the tenant.",
                ["state"] = "xyz",
                ["iss"] = BrowserSession.Dc3,
            }
        );

        // Nor by going to the consent page directly.
        await session.Open($"{BrowserSession.Dc3}/account/consent?ticket={Uri.EscapeDataString(ticket)}");
        if (session.Page.QuerySelector("[name=decision][value=agree]") is not null)
            await session.Decide("agree");
        session.Answer.Status.ShouldBe(403);
        await using var db = server.Db("dc3");
        (await db.Consents.IgnoreQueryFilters().AnyAsync(consent => consent.ClientId == "consent-closed")).ShouldBeFalse();
        await session.Decide("switch");
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_disabled_account_is_signed_in_nowhere()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Authorize(BrowserSession.Link(), "grace@nordia.example");
        await Disable(server, server.Clock.GetUtcNow());

        await session.Open(BrowserSession.Link());
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await session.SignIn("grace@nordia.example");
        RefusedOnPageTests.IsPage(session, 400, "The email address or the password is wrong.");
        await Disable(server, null);
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("xyz")]
    public async Task An_answer_by_form_is_posted_to_the_redirect_URI_alone(string state)
    {
        var session = await browserSessions.On();
        await session.Authorize(BrowserSession.Link("/connect/authorize", ("response_mode", "form_post"), ("state", state)));

        RefusedOnPageTests.IsPage(session, 200);
        session.Answer["Content-Security-Policy"]!.ShouldContain("form-action 'self' http://127.0.0.1:8400;");
        var form = session.Page.Forms.Single();
        (form.Method, form.GetAttribute("action")).ShouldBe(("post", BrowserSession.Callback));
        var fields = form.QuerySelectorAll("input")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        fields.Keys.ShouldBe(["code", "state", "iss"]);
        (fields["state"], fields["iss"]).ShouldBe((state, BrowserSession.Dc3));
        session.Page.Scripts.ShouldHaveSingleItem().Source.ShouldBe("/js/submit.js");
        (await new Integrator(session.Server).Redeem(fields["code"])).Status.ShouldBe(200);

        await session.Open(
            BrowserSession.Link("/connect/authorize", ("response_mode", "form_post"), ("state", state), ("scope", "nothing"))
        );
        RefusedOnPageTests.IsPage(session, 200);
        session
            .Page.QuerySelectorAll("input[type=hidden]")
            .Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}")
            .ShouldBe([
                "error=invalid_scope",
                "error_description=The scope 'nothing' isn't available to this client.",
                "state=" + state,
                "iss=" + BrowserSession.Dc3,
            ]);
    }

    [Fact]
    public async Task A_request_may_be_posted_and_is_answered_with_303()
    {
        var session = await browserSessions.On();
        await session.Authorize(BrowserSession.Link());
        var fields = BrowserSession.Query(new(BrowserSession.Link()));
        await session.Go(
            new(HttpMethod.Post, new Uri(BrowserSession.Dc3 + "/connect/authorize")) { Content = new FormUrlEncodedContent(fields) }
        );

        session.Answer.Status.ShouldBe(303);
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Theory]
    [InlineData([null])]
    [InlineData("none")]
    public async Task A_request_that_another_site_posts_comes_without_the_cookie_and_finds_the_session_all_the_same(string? prompt)
    {
        var session = await browserSessions.On();
        await session.Authorize(BrowserSession.Link());
        var fields = BrowserSession.Query(new(BrowserSession.Link("/connect/authorize", ("prompt", prompt))));
        using var form = new FormUrlEncodedContent(fields);
        using var posted = await session.Server.Http.PostAsync(new Uri(BrowserSession.Dc3 + "/connect/authorize"), form);
        ((int)posted.StatusCode).ShouldBe(303);

        var stranger = new BrowserSession(session.Server);
        await stranger.Open(posted.Headers.Location!.AbsoluteUri);
        if (prompt is null)
            stranger.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        else
            stranger.Response["error"].ShouldBe("login_required");
        await session.Open(posted.Headers.Location!.AbsoluteUri);
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    private static async Task Disable(TestServer server, DateTimeOffset? at)
    {
        await using var db = server.Db("dc3");
        (await db.Accounts.SingleAsync(account => account.Email == "grace@nordia.example")).DisabledAt = at;
        await db.SaveChangesAsync();
    }

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
