using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>What was given to one client is worth nothing in the hands of another, and is still good in its own.</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class BindingTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";

    [Theory]
    [InlineData("bind-same-tenant")]
    [InlineData("bind-public")]
    [InlineData("bind-other-tenant")]
    [InlineData("bind-uat")]
    public async Task A_code_is_worth_nothing_to_another_client_and_stays_good_for_its_own(string other)
    {
        var session = await browserSessions.On();
        var own = new Integrator(session.Server);
        var thief = await Thief(session.Server, other);
        var code = await own.Code(session);

        var refused = await thief.Redeem(code, ("code_verifier", null));

        (refused.Status, refused.Body).ShouldBe((400, Integrator.WrongCode));
        (await own.Redeem(code)).Status.ShouldBe(200);
        (await thief.Redeem(code, ("code_verifier", null))).Body.ShouldBe(Integrator.WrongCode);
    }

    [Theory]
    [InlineData("bind-same-tenant")]
    [InlineData("bind-public")]
    [InlineData("bind-other-tenant")]
    [InlineData("bind-uat")]
    public async Task A_refresh_token_is_worth_nothing_to_another_client_and_stays_good_for_its_own(string other)
    {
        var session = await browserSessions.On();
        var own = new Integrator(session.Server);
        var thief = await Thief(session.Server, other);
        var token = (await own.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;

        var refused = await thief.Refresh(token);

        (refused.Status, refused.Body).ShouldBe((400, Integrator.WrongRefreshToken));
        var successor = (await own.Refresh(token)).Json.GetProperty("refresh_token").GetString()!;
        session.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await thief.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken); // spent long ago, but not by the thief: nothing ends
        (await own.Refresh(successor)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_public_clients_code_and_refresh_token_are_its_own_too()
    {
        var session = await browserSessions.On();
        var own = new Integrator(session.Server, Integrator.Native);
        var thief = new Integrator(session.Server);
        var code = await own.Code(session);

        (await thief.Redeem(code, ("code_verifier", Pkce.Verifier))).Body.ShouldBe(Integrator.WrongCode);
        var token = (await own.Redeem(code)).Json.GetProperty("refresh_token").GetString()!;
        (await thief.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await own.Refresh(token)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback/")]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/Callback")]
    [InlineData("redirect_uri", "http://127.0.0.1:8401/callback")]
    [InlineData("code", "nonsense")]
    public async Task What_differs_from_the_authorization_request_is_refused_and_spends_nothing(string name, string value)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);

        (await integrator.Redeem(code, (name, value))).Body.ShouldBe(Integrator.WrongCode);

        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_native_clients_port_is_part_of_what_the_code_is_bound_to()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server, Integrator.Native) { RedirectUri = "http://127.0.0.1:50123/callback" };
        var code = await integrator.Code(session);

        session.Left!.Port.ShouldBe(50123);
        (await integrator.Redeem(code, ("redirect_uri", BrowserSession.Callback))).Body.ShouldBe(Integrator.WrongCode);
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    public async Task What_is_missing_is_named(string name)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);

        (await integrator.Redeem(code, (name, null))).Body.ShouldBe(
            $$"""{"error":"invalid_request","error_description":"The parameter '{{name}}' is missing."}"""
        );
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    private static async Task<Integrator> Thief(TestServer server, string id)
    {
        switch (id)
        {
            case "bind-other-tenant":
                var tenant = await server.AddTenant("bind-co");
                await server.AddIntegrator(id, tenantId: tenant.Id);
                return new(server, id);
            case "bind-uat":
                await server.AddIntegrator(id, environment: TenantEnvironment.UAT);
                return new(server, id) { Origin = Uat };
            case "bind-public":
                await server.AddIntegrator(id, kind: ClientKind.Native);
                return new(server, id) { IsPublic = true };
            default:
                await server.AddIntegrator(id);
                return new(server, id);
        }
    }
}
