using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Authorize;

/// <summary>Once client and redirect URI are settled, every refusal goes there, with state and issuer (RFC 6749, 4.1.2.1; RFC 9207).</summary>
public sealed class RefusedToClientTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Issuer = "&state=xyz&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080";

    [Theory]
    [InlineData("response_type", null, "invalid_request", "The parameter 'response_type' is missing.")]
    [InlineData("response_type", "token", "unsupported_response_type", "The response type isn't supported here. Use 'code'.")]
    [InlineData("response_type", "code id_token", "unsupported_response_type", "The response type isn't supported here. Use 'code'.")]
    [InlineData("response_mode", "fragment", "invalid_request", "The response mode isn't supported. Use 'query' or 'form_post'.")]
    [InlineData("code_challenge", Pkce.Challenge, "invalid_request", "The parameter 'code_challenge_method' must be 'S256'.")]
    [InlineData(
        "code_challenge_method",
        "S256",
        "invalid_request",
        "The parameter 'code_challenge' is missing. It is required with 'code_challenge_method'."
    )]
    [InlineData(
        "prompt",
        "select_account",
        "invalid_request",
        "The prompt value 'select_account' is not supported. Use login, consent or none."
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
        "The scope offline_access requests nothing by itself. Send the scopes that the client needs, or omit scope."
    )]
    [InlineData("prompt", "none", "login_required", "The user isn't signed in, and prompt=none doesn't allow a sign-in page.")]
    public async Task The_client_is_told_what_is_wrong(string name, string? value, string code, string description)
    {
        var house = (await visitors.On()).House;
        foreach (var path in (string[])["/connect/authorize", "/oauth/v2/oauth-authorize", "/oauth2/authorize"])
        {
            var visitor = new Visitor(house);
            await visitor.Open(Visitor.Link(path, (name, value)));

            visitor
                .Answer["Location"]
                .ShouldBe($"{Visitor.Callback}?error={code}&error_description={Uri.EscapeDataString(description)}{Issuer}");
            visitor.Answer.Status.ShouldBe(303);
            visitor.Answer["Access-Control-Allow-Origin"].ShouldBeNull();
            visitor.Answer["Referrer-Policy"].ShouldBe("no-referrer");
            visitor.Answer["Cache-Control"].ShouldBe("no-store");
            visitor.Answer.Body.ShouldBeEmpty();
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_challenge_of_another_form_is_refused()
    {
        var visitor = new Visitor((await visitors.On()).House);
        foreach (var challenge in (string[])["short", Pkce.Challenge + "=", Pkce.Challenge + "\n", Pkce.Verifier.Replace('-', '+')])
        {
            await visitor.Open(Visitor.Link("/connect/authorize", ("code_challenge", challenge), ("code_challenge_method", "S256")));
            visitor
                .Response["error_description"]
                .ShouldBe("The parameter 'code_challenge' must be the base64url-encoded SHA-256 of a verifier.");
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_scope_is_available_while_the_contract_has_it()
    {
        var visitor = await visitors.On();
        var house = visitor.House;
        var tenant = await house.AddTenant("to-contract");
        await house.AddMember(tenant);
        await house.AddIntegrator("to-contract", tenantId: tenant.Id);
        var integrator = new Integrator(house, "to-contract");
        await integrator.Code(visitor);

        await house.Change(async db =>
            (
                await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == tenant.Id && row.Environment == Environment.LIVE)
            ).Until = house.Clock.GetUtcNow()
        );

        await visitor.Open(integrator.Link(("scope", "all")));
        visitor.Response["error_description"].ShouldBe("The scope 'all' isn't available to this client.");
        await visitor.Open(integrator.Link());
        visitor.Response["error_description"].ShouldBe("This client has no scopes at the moment. Ask the vendor about the contract.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_token_is_for_one_API()
    {
        var visitor = await visitors.On();
        var house = visitor.House;
        var tenant = await house.AddTenant(
            "to-two-apis",
            row => row.Contracts.ForEach(contract => contract.Scopes = ["all", "payments.read", "openid"])
        );
        await house.AddMember(tenant);
        await house.AddIntegrator("to-two-apis", client => client.Scopes = ["all", "payments.read", "openid"], tenantId: tenant.Id);
        var integrator = new Integrator(house, "to-two-apis");
        const string Refusal =
            "The scopes belong to two APIs, urn:tokenhouse:invoices and urn:tokenhouse:payments, but a token is for one API. Request the scopes of only one.";

        await visitor.Open(integrator.Link());
        visitor.Response["error_description"].ShouldBe(Refusal);
        await visitor.Open(integrator.Link(("scope", "all payments.read")));
        visitor.Response["error_description"].ShouldBe(Refusal);
        (await integrator.Tokens(visitor, ("scope", "openid payments.read")))
            .Json.GetProperty("scope")
            .GetString()
            .ShouldBe("openid payments.read");
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("a b+c%20&d=e#f?g/h\\i")]
    [InlineData("\u00e4\u20ac\ud83d\ude00")]
    [InlineData("line\r\nSet-Cookie: a=b")]
    [InlineData(" ")]
    public async Task The_state_comes_back_as_it_was_sent(string state)
    {
        var visitor = await visitors.On();
        await visitor.Open(Visitor.Link("/connect/authorize", ("state", state), ("response_type", "token")));
        visitor.Answer["Location"]!.ShouldContain("&state=" + Uri.EscapeDataString(state) + "&iss=");
        await visitor.Authorize(Visitor.Link("/connect/authorize", ("state", state)));
        visitor.Answer["Location"]!.ShouldEndWith($"&state={Uri.EscapeDataString(state)}&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080");
        visitor.Response["state"].ShouldBe(state);
    }

    [Fact]
    public async Task No_state_is_answered_by_none()
    {
        var visitor = await visitors.On();
        foreach (var state in (string?[])[null, ""])
        {
            await visitor.Authorize(Visitor.Link("/connect/authorize", ("state", state)));
            visitor.Response.Keys.ShouldBe(["code", "iss"]);
        }
    }

    [Fact]
    public async Task A_query_of_the_redirect_URI_stays()
    {
        var visitor = await visitors.On();
        const string Own = "https://app.nordia.example/cb?tenant=4&x=%2F";
        await visitor.House.AddIntegrator("to-query", client => client.RedirectUris = [Own]);
        var integrator = new Integrator(visitor.House, "to-query") { RedirectUri = Own };

        await visitor.Open(integrator.Link(("prompt", "select")));
        visitor.Answer["Location"]!.ShouldStartWith(Own + "&error=invalid_request&");
        (await integrator.Redeem(await integrator.Code(visitor))).Status.ShouldBe(200);
        visitor.Answer["Location"]!.ShouldStartWith(Own + "&code=");
    }
}
