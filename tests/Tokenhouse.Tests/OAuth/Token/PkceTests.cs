using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>Proof Key for Code Exchange cannot be left out, stripped or swapped on either side (RFC 9700, 2.1.1 and 4.8.2).</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class PkceTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [InlineData([null])]
    [InlineData("")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\n")]
    [InlineData("dBjftJeZ4CVP")]
    [InlineData(Pkce.Challenge)]
    public async Task A_challenge_is_answered_by_its_verifier_alone(string? verifier)
    {
        var session = await browserSessions.On();
        foreach (var client in (string[])[Integrator.Web, Integrator.Native])
        {
            var integrator = new Integrator(session.Server, client);
            var code = await integrator.Code(session, Pkce.Asked);

            (await integrator.Redeem(code, ("code_verifier", verifier))).Body.ShouldBe(Integrator.WrongCode);

            (await integrator.Redeem(code, ("code_verifier", Pkce.Verifier))).Status.ShouldBe(200); // nothing was spent
        }
    }

    [Fact]
    public async Task A_verifier_without_a_challenge_is_refused_since_somebody_may_have_stripped_it()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);

        (await integrator.Redeem(code, ("code_verifier", Pkce.Verifier))).Body.ShouldBe(Integrator.WrongCode);
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(Integrator.Native)]
    [InlineData("pkce-required")]
    public async Task A_client_that_must_use_it_gets_no_code_without(string client)
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("pkce-required", row => row.RequiresPkce = true);
        var integrator = new Integrator(session.Server, client);

        await session.Open(integrator.Link(("code_challenge", null), ("code_challenge_method", null)));

        session.Left!.Query.ShouldBe(
            "?error=invalid_request&error_description=This%20client%20must%20use%20PKCE%3A%20send%20code_challenge%20and%20code_challenge_method%3DS256."
                + "&state=xyz&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080"
        );
    }

    [Theory]
    [InlineData("plain", "The parameter 'code_challenge_method' must be 'S256'.")]
    [InlineData(null, "The parameter 'code_challenge_method' must be 'S256'.")]
    [InlineData("s256", "The parameter 'code_challenge_method' must be 'S256'.")]
    public async Task Only_S256_is_taken(string? method, string description)
    {
        var session = await browserSessions.On();

        await session.Open(new Integrator(session.Server).Link([.. Pkce.Asked, ("code_challenge_method", method)]));

        session.Response.ShouldBe(
            new Dictionary<string, string>
            {
                ["error"] = "invalid_request",
                ["error_description"] = description,
                ["state"] = "xyz",
                ["iss"] = BrowserSession.Dc3,
            }
        );
    }
}
