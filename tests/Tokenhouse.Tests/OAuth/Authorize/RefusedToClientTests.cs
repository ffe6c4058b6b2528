using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>Once client and redirect URI are settled, every refusal goes there, with state and issuer (RFC 6749, 4.1.2.1; RFC 9207).</summary>
[Collection<ProtocolServers>]
public sealed class RefusedToClientTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Issuer = "&state=xyz&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080";

    [Theory]
    [InlineData("response_type", null, "invalid_request", "The parameter 'response_type' is missing.")]
    [InlineData("response_type", "token", "unsupported_response_type", "The response type isn't supported here. Use 'code'.")]
    [InlineData("response_type", "code id_token", "unsupported_response_type", "The response type isn't supported here. Use 'code'.")]
    [InlineData("code_challenge", Pkce.Challenge, "invalid_request", "The parameter 'code_challenge_method' must be 'S256'.")]
    [InlineData(
        "code_challenge_method",
        "S256",
        "invalid_request",
        "The parameter 'code_challenge' is missing. It is required with 'code_challenge_method'."
    )]
    [InlineData(
        "prompt",
        "create",
        "invalid_request",
        "The prompt value 'create' is not supported. Use login, consent, select_account or none."
    )]
    [InlineData("prompt", "none login", "invalid_request", "The prompt value 'none' can't be combined with others.")]
    [InlineData("max_age", "soon", "invalid_request", "The parameter 'max_age' must be a whole number of seconds.")]
    [InlineData("request", "eyJ", "request_not_supported", "The parameter 'request' isn't supported, and ignoring it wouldn't be safe.")]
    [InlineData(
        "request_uri",
        "urn:x",
        "request_uri_not_supported",
        "The parameter 'request_uri' isn't supported, and ignoring it wouldn't be safe."
    )]
    [InlineData(
        "resource",
        "urn:x",
        "invalid_target",
        "The parameter resource or audience must be the identifier of the API whose scopes you request."
    )]
    [InlineData("scope", "nothing.like.it", "invalid_scope", "The scope 'nothing.like.it' isn't available to this client.")]
    [InlineData("scope", "payments.read", "invalid_scope", "The scope 'payments.read' isn't available to this client.")]
    [InlineData("scope", "all payments.read", "invalid_scope", "The scope 'payments.read' isn't available to this client.")]
    [InlineData(
        "scope",
        "offline_access",
        "invalid_scope",
        "The scope offline_access grants nothing on its own. Request the scopes that the client needs, or omit scope."
    )]
    [InlineData("prompt", "none", "login_required", "The user isn't signed in, and prompt=none doesn't allow a sign-in page.")]
    public async Task The_client_is_told_what_is_wrong(string name, string? value, string code, string description)
    {
        var server = (await browserSessions.On()).Server;
        foreach (var path in (string[])["/connect/authorize", "/oauth/v2/oauth-authorize", "/oauth2/authorize"])
        {
            var session = new BrowserSession(server);
            await session.Open(BrowserSession.Link(path, (name, value)));

            session
                .Answer["Location"]
                .ShouldBe($"{BrowserSession.Callback}?error={code}&error_description={Uri.EscapeDataString(description)}{Issuer}");
            session.Answer.Status.ShouldBe(303);
            session.Answer["Access-Control-Allow-Origin"].ShouldBeNull();
            session.Answer["Referrer-Policy"].ShouldBe("no-referrer");
            session.Answer["Cache-Control"].ShouldBe("no-store");
            session.Answer.Body.ShouldBeEmpty();
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_challenge_of_another_form_is_refused()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        foreach (var challenge in (string[])["short", Pkce.Challenge + "=", Pkce.Challenge + "\n", Pkce.Verifier.Replace('-', '+')])
        {
            await session.Open(BrowserSession.Link("/connect/authorize", ("code_challenge", challenge), ("code_challenge_method", "S256")));
            session
                .Response["error_description"]
                .ShouldBe("The parameter 'code_challenge' must be the base64url-encoded SHA-256 of a verifier.");
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_scope_is_available_while_the_contract_has_it()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var tenant = await server.AddTenant("to-contract");
        await server.AddMember(tenant);
        await server.AddIntegrator("to-contract", tenantId: tenant.Id);
        var integrator = new Integrator(server, "to-contract");
        await integrator.Code(session);

        await server.Change(async db =>
            (
                await db
                    .Contracts.IgnoreQueryFilters()
                    .SingleAsync(row => row.TenantId == tenant.Id && row.Environment == TenantEnvironment.LIVE)
            ).Until = server.Clock.GetUtcNow()
        );

        await session.Open(integrator.Link(("scope", "all")));
        session.Response["error_description"].ShouldBe("The scope 'all' isn't available to this client.");
        await session.Open(integrator.Link());
        session.Response["error_description"].ShouldBe("This client has no scopes at the moment. Ask the vendor about the contract.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_token_is_for_one_API()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var tenant = await server.AddTenant(
            "to-two-apis",
            row => row.Contracts.ForEach(contract => contract.Scopes = ["all", "payments.read", "openid"])
        );
        await server.AddMember(tenant);
        await server.AddIntegrator("to-two-apis", client => client.Scopes = ["all", "payments.read", "openid"], tenantId: tenant.Id);
        var integrator = new Integrator(server, "to-two-apis");
        const string Refusal =
            "The scopes belong to two APIs, urn:tokenhouse:invoices and urn:tokenhouse:payments, but a token is for one API. Request the scopes of only one, or name it with resource.";

        await session.Open(integrator.Link());
        session.Response["error_description"].ShouldBe(Refusal);
        await session.Open(integrator.Link(("scope", "all payments.read")));
        session.Response["error_description"].ShouldBe(Refusal);
        (await integrator.Tokens(session, ("scope", "openid payments.read")))
            .Json.GetProperty("scope")
            .GetString()
            .ShouldBe("openid payments.read");
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("a b+c%20&d=e#f?g/h\\i")]
    [InlineData("\u00e4\u20ac\ud83d\ude00")]
    [InlineData("e\u0301 \u00e9 \u212b")] // not normalized
    [InlineData("line\r\nSet-Cookie: a=b")]
    [InlineData(" ")]
    public async Task The_state_comes_back_as_it_was_sent(string state)
    {
        var session = await browserSessions.On();
        await session.Open(BrowserSession.Link("/connect/authorize", ("state", state), ("response_type", "token")));
        session.Answer["Location"]!.ShouldContain("&state=" + Uri.EscapeDataString(state) + "&iss=");
        await session.Authorize(BrowserSession.Link("/connect/authorize", ("state", state)));
        session.Answer["Location"]!.ShouldEndWith($"&state={Uri.EscapeDataString(state)}&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080");
        session.Response["state"].ShouldBe(state);
    }

    [Fact]
    public async Task No_state_is_answered_by_none()
    {
        var session = await browserSessions.On();
        foreach (var state in (string?[])[null, ""])
        {
            await session.Authorize(BrowserSession.Link("/connect/authorize", ("state", state)));
            session.Response.Keys.ShouldBe(["code", "iss"]);
        }
    }

    [Fact]
    public async Task A_query_of_the_redirect_URI_stays()
    {
        var session = await browserSessions.On();
        const string Own = "https://app.nordia.example/cb?tenant=4&x=%2F";
        await session.Server.AddIntegrator("to-query", client => client.RedirectUris = [Own]);
        var integrator = new Integrator(session.Server, "to-query") { RedirectUri = Own };

        await session.Open(integrator.Link(("prompt", "select")));
        session.Answer["Location"]!.ShouldStartWith(Own + "&error=invalid_request&");
        (await integrator.Redeem(await integrator.Code(session))).Status.ShouldBe(200);
        session.Answer["Location"]!.ShouldStartWith(Own + "&code=");
    }
}
