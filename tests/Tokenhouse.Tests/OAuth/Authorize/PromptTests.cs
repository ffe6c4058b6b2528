using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>What a client may demand of the sign-in: nothing shown, signed in again, asked again, not too long ago (OpenID Connect Core, 3.1.2.1).</summary>
[Collection<ProtocolServers>]
public sealed class PromptTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task None_is_answered_at_once_with_a_code_or_with_what_is_missing()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("prompt-none");
        var integrator = new Integrator(server, "prompt-none");
        var session = new BrowserSession(server);

        await session.Open(integrator.Link(("prompt", "none")));
        Refused(session, "login_required", "The user isn't signed in, and prompt=none doesn't allow a sign-in page.");
        await session.Authorize(new Integrator(server).Link());
        await session.Open(integrator.Link(("prompt", "none")));
        Refused(session, "consent_required", "The account holder hasn't agreed to this, and prompt=none doesn't allow a consent page.");
        await session.Authorize(integrator.Link(("scope", "all")));
        await session.Open(integrator.Link(("prompt", "none")));
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
        await session.Open(integrator.Link(("prompt", "none"), ("scope", "openid all")));
        session.Response["error"].ShouldBe("consent_required"); // the consent does not reach that far
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        await session.Open(integrator.Link(("prompt", "none"), ("max_age", "60")));
        session.Response["error"].ShouldBe("login_required");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_that_anybody_on_the_device_can_pose_as_is_agreed_to_each_time()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator(
            "prompt-device",
            client => client.RedirectUris = [BrowserSession.Callback, "com.example.app:/cb", "https://app.nordia.example/cb"],
            ClientKind.Native
        );
        var session = new BrowserSession(server);
        foreach (var uri in (string[])[BrowserSession.Callback, "com.example.app:/cb"])
        {
            var device = new Integrator(server, "prompt-device") { IsPublic = true, RedirectUri = uri };
            await session.Authorize(device.Link());
            session.Response.ShouldContainKey("code");
            await session.Open(device.Link());
            session.Left.ShouldBeNull(uri);
            session.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull(uri);
            await session.Open(device.Link(("prompt", "none")));
            session.Response["error"].ShouldBe("consent_required", uri);
        }
        // Only its own application gets what is sent to an https address.
        var claimed = new Integrator(server, "prompt-device") { IsPublic = true, RedirectUri = "https://app.nordia.example/cb" };
        await session.Open(claimed.Link(("prompt", "none")));
        session.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task Login_asks_for_the_password_again_and_the_family_counts_from_there()
    {
        var server = (await browserSessions.On()).Server;
        var integrator = new Integrator(server);
        var session = new BrowserSession(server);
        await session.Authorize(integrator.Link());
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        await session.Open(integrator.Link(("prompt", "login"), ("scope", "openid")));
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        session.Left.ShouldBeNull();
        await session.Open(integrator.Link(("prompt", "login")));
        await session.SignIn(password: "wrong-password");
        session.Answer.Status.ShouldBe(400);
        await session.SignIn();
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_older_session_does_not_answer_a_request_for_a_new_sign_in()
    {
        var server = (await browserSessions.On()).Server;
        var integrator = new Integrator(server);
        var session = new BrowserSession(server);
        await session.Authorize(integrator.Link());
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Open(integrator.Link(("prompt", "login")));
        var ticket = BrowserSession.Query(new(session.Page.Url))["ticket"];

        foreach (var path in (string[])["/connect/authorize", "/account/consent"])
        {
            await session.Open($"{BrowserSession.Dc3}{path}?ticket={Uri.EscapeDataString(ticket)}");
            session.Left.ShouldBeNull();
        }
        await session.Open($"{BrowserSession.Dc3}/connect/authorize?ticket={Uri.EscapeDataString(ticket)}");
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
    }

    [Fact]
    public async Task Consent_asks_again_although_the_person_agreed()
    {
        var server = (await browserSessions.On()).Server;
        var integrator = new Integrator(server);
        var session = new BrowserSession(server);
        await session.Authorize(integrator.Link());
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        await session.Open(integrator.Link(("prompt", "consent")));
        session.Left.ShouldBeNull();
        await session.Decide("decline");
        Refused(session, "access_denied", "The account holder declined.");
        await session.Open(integrator.Link());
        session.Response.ShouldContainKey("code"); // declining once does not withdraw
        await session.Open(integrator.Link(("prompt", "login consent")));
        await session.SignIn();
        await session.Decide("agree");
        session.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task A_sign_in_may_be_as_old_as_the_client_says()
    {
        var server = (await browserSessions.On()).Server;
        var integrator = new Integrator(server);
        var session = new BrowserSession(server);
        await session.Authorize(integrator.Link());
        server.Clock.Advance(TimeSpan.FromSeconds(59));

        await session.Open(integrator.Link(("max_age", "60")));
        session.Response.ShouldContainKey("code");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Open(integrator.Link(("max_age", "60")));
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await session.SignIn();
        session.Response.ShouldContainKey("code");
        await session.Open(integrator.Link(("max_age", "0")));
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await session.SignIn();
        session.Response.ShouldContainKey("code");
        await session.Open(integrator.Link(("max_age", "2147483647")));
        session.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task The_ID_token_says_when_the_person_signed_in_and_only_a_new_sign_in_moves_that()
    {
        var server = (await browserSessions.On()).Server;
        var (integrator, session) = (new Integrator(server), new BrowserSession(server));
        await session.Authorize(integrator.Link(("scope", "openid")));
        var first = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        server.Clock.Advance(TimeSpan.FromSeconds(59));
        foreach (
            var (name, value) in new[]
            {
                ("max_age", "60"),
                ("claims", """{"id_token":{"auth_time":{"essential":true}}}"""),
                ("prompt", "none"),
            }
        )
            (await SignedInAt((name, value))).ShouldBe(first, name);
        await session.Open(integrator.Link(("scope", "openid"), ("max_age", "59")));
        await session.SignIn();
        (await SignedInAt(("max_age", "60"))).ShouldBe(first + 59);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Open(integrator.Link(("scope", "openid"), ("prompt", "login")));
        await session.SignIn();
        (await SignedInAt(("prompt", "none"))).ShouldBe(first + 60);

        async Task<long> SignedInAt((string Name, string? Value) field)
        {
            await session.Open(integrator.Link(("scope", "openid"), field));
            var token = (await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString();
            return new JsonWebToken(token).GetPayloadValue<long>("auth_time");
        }
    }

    [Theory]
    [InlineData("grace@nordia.example")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("' onfocus='x")]
    public async Task A_login_hint_is_filled_in_as_text(string hint)
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Open(BrowserSession.Link("/connect/authorize", ("login_hint", hint)));

        session.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(hint);
        session.Page.QuerySelector("#email")!.Attributes.ShouldNotContain(attribute => attribute.Name == "onfocus");
        session.Page.Scripts.Where(script => script.Source is null).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_scope_everything_is_asked_for_but_openid()
    {
        var session = await browserSessions.On();
        var answer = await new Integrator(session.Server).Tokens(session);
        answer.Json.GetProperty("scope").GetString().ShouldBe("all");
        answer.Json.TryGetProperty("id_token", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Offline_access_is_granted_and_changes_nothing()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var answer = await integrator.Tokens(session, ("scope", "offline_access all"));
        answer.Json.GetProperty("scope").GetString().ShouldBe("offline_access all");
        answer.Json.TryGetProperty("refresh_token", out _).ShouldBeTrue();
    }

    private static void Refused(BrowserSession session, string code, string description) =>
        session.Response.ShouldBe(
            new Dictionary<string, string>
            {
                ["error"] = code,
                ["error_description"] = description,
                ["state"] = "xyz",
                ["iss"] = BrowserSession.Dc3,
            }
        );
}
