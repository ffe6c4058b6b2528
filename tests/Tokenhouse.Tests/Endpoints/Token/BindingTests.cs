using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Token;

/// <summary>What was given to one client is worth nothing in the hands of another, and is still good in its own.</summary>
[Trait("Category", "Security")]
public sealed class BindingTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";

    [Theory]
    [InlineData("bind-same-tenant")]
    [InlineData("bind-public")]
    [InlineData("bind-other-tenant")]
    [InlineData("bind-uat")]
    public async Task A_code_is_worth_nothing_to_another_client_and_stays_good_for_its_own(string other)
    {
        var visitor = await visitors.On();
        var own = new Integrator(visitor.House);
        var thief = await Thief(visitor.House, other);
        var code = await own.Code(visitor);

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
        var visitor = await visitors.On();
        var own = new Integrator(visitor.House);
        var thief = await Thief(visitor.House, other);
        var token = (await own.Tokens(visitor)).Json.GetProperty("refresh_token").GetString()!;

        var refused = await thief.Refresh(token);

        (refused.Status, refused.Body).ShouldBe((400, Integrator.WrongRefreshToken));
        var successor = (await own.Refresh(token)).Json.GetProperty("refresh_token").GetString()!;
        visitor.House.Clock.Advance(TimeSpan.FromMinutes(1));
        (await thief.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken); // spent long ago, but not by the thief: nothing ends
        (await own.Refresh(successor)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_public_clients_code_and_refresh_token_are_its_own_too()
    {
        var visitor = await visitors.On();
        var own = new Integrator(visitor.House, Integrator.Native);
        var thief = new Integrator(visitor.House);
        var code = await own.Code(visitor);

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
        var visitor = await visitors.On();
        var integrator = new Integrator(visitor.House);
        var code = await integrator.Code(visitor);

        (await integrator.Redeem(code, (name, value))).Body.ShouldBe(Integrator.WrongCode);

        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_native_clients_port_is_part_of_what_the_code_is_bound_to()
    {
        var visitor = await visitors.On();
        var integrator = new Integrator(visitor.House, Integrator.Native) { RedirectUri = "http://127.0.0.1:50123/callback" };
        var code = await integrator.Code(visitor);

        visitor.Left!.Port.ShouldBe(50123);
        (await integrator.Redeem(code, ("redirect_uri", Visitor.Callback))).Body.ShouldBe(Integrator.WrongCode);
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    public async Task What_is_missing_is_named(string name)
    {
        var visitor = await visitors.On();
        var integrator = new Integrator(visitor.House);
        var code = await integrator.Code(visitor);

        (await integrator.Redeem(code, (name, null))).Body.ShouldBe(
            $$"""{"error":"invalid_request","error_description":"The parameter '{{name}}' is missing."}"""
        );
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    private static async Task<Integrator> Thief(House house, string id)
    {
        switch (id)
        {
            case "bind-other-tenant":
                var tenant = await house.AddTenant("bind-co");
                await house.AddIntegrator(id, tenantId: tenant.Id);
                return new(house, id);
            case "bind-uat":
                await house.AddIntegrator(id, environment: Environment.UAT);
                return new(house, id) { Origin = Uat };
            case "bind-public":
                await house.AddIntegrator(id, kind: ClientKind.Native);
                return new(house, id) { IsPublic = true };
            default:
                await house.AddIntegrator(id);
                return new(house, id);
        }
    }
}
