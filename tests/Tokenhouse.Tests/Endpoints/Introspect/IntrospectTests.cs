using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Introspect;

/// <summary>Who learns what about a token (RFC 7662).</summary>
public sealed class IntrospectTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Inactive = """{"active":false}""";
    private const string Invoices = "invoices-api";

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [InlineData("OAuth2Legacy")]
    public async Task An_API_learns_all_about_a_token_that_was_made_for_it_in_any_dialect(string dialect)
    {
        var visitor = await visitors.On();
        var integrator = Through(visitor.House, dialect);
        var token = (await integrator.Tokens(visitor)).Json.GetProperty("access_token").GetString()!;
        var now = visitor.House.Clock.GetUtcNow().ToUnixTimeSeconds();

        var answer = await Introspect(visitor.House, token, Invoices);

        answer.Status.ShouldBe(200);
        answer["Cache-Control"].ShouldBe("no-store");
        var sub = answer.Json.GetProperty("sub").GetString()!;
        Guid.TryParseExact(sub, "D", out _).ShouldBeTrue();
        var lifetime = (int)integrator.Dialect.Tokens.AccessTokenLifetime.TotalSeconds;
        answer.Body.ShouldBe(
            $$"""{"active":true,"scope":"all","client_id":"nordia-erp","token_type":"Bearer","aud":"urn:tokenhouse:invoices","exp":{{now + lifetime}},"iat":{{now}},"sub":"{{sub}}","iss":"http://login.dc3.localhost:5080","tenant":"nordia","tenant_id":451,"environment":"LIVE","datacentre":"dc3"}"""
        );
        (await Introspect(visitor.House, token, Integrator.Web)).Body.ShouldBe(answer.Body); // the client itself learns the same
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Another_API_and_another_client_learn_nothing()
    {
        var visitor = await visitors.On();
        await visitor.House.AddIntegrator("introspect-other");
        var tokens = (await new Integrator(visitor.House).Tokens(visitor)).Json;
        foreach (var token in (string[])["access_token", "refresh_token"])
        foreach (var client in (string[])["hr-api", "payments-api", "introspect-other", "globex-live"])
            (await Introspect(visitor.House, tokens.GetProperty(token).GetString()!, client)).Body.ShouldBe(Inactive, client);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_API_learns_nothing_about_refresh_tokens_and_their_client_does()
    {
        var visitor = await visitors.On();
        var integrator = new Integrator(visitor.House);
        var token = (await integrator.Tokens(visitor)).Json.GetProperty("refresh_token").GetString()!;
        (await Introspect(visitor.House, token, Invoices)).Body.ShouldBe(Inactive);
        var answer = (await Introspect(visitor.House, token, Integrator.Web)).Json;
        answer.GetProperty("active").GetBoolean().ShouldBeTrue();
        answer.TryGetProperty("token_type", out _).ShouldBeFalse(); // nothing that could be taken for an access token
        await integrator.Refresh(token);
        (await Introspect(visitor.House, token, Integrator.Web)).Body.ShouldBe(Inactive); // it was spent
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_public_client_cannot_ask_at_all()
    {
        var visitor = await visitors.On();
        var answer = await visitor.House.Post(Visitor.Dc3 + "/connect/introspect", [("client_id", Integrator.Native), ("token", "x")]);
        answer.Status.ShouldBe(401);
        answer["WWW-Authenticate"].ShouldBe($"Basic realm=\"{Visitor.Dc3}\", charset=\"UTF-8\"");
        answer.Json.GetProperty("error").GetString().ShouldBe("invalid_client");
    }

    [Fact]
    public async Task A_machine_learns_about_its_own_token_at_the_site_and_at_its_tenants_host()
    {
        var house = (await visitors.On()).House;
        foreach (var origin in (string[])["http://login.dc3.localhost:5080", "http://globex.login.localhost:5080"])
        {
            var token = (await house.Token(origin, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write")).Json;
            var answer = await house.Post(
                origin + "/connect/introspect",
                [("token", token.GetProperty("access_token").GetString()!)],
                "globex-live"
            );
            (answer.Json.GetProperty("active").GetBoolean(), answer.Json.GetProperty("iss").GetString()).ShouldBe(
                (true, origin),
                answer.Body
            );
            answer.Json.GetProperty("sub").GetString().ShouldBe("globex-live");
            (await Introspect(house, token.GetProperty("access_token").GetString()!, "hr-api"))
                .Json.GetProperty("active")
                .GetBoolean()
                .ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_of_the_other_environment_is_not_active()
    {
        var house = (await visitors.On()).House;
        var uat = await house.Token("http://loginuat.dc2.localhost:5080", "acme-uat", "acme-uat-demo-secret");
        var token = uat.Json.GetProperty("access_token").GetString()!;
        (await Introspect(house, token, "hr-api", "http://loginuat.dc2.localhost:5080"))
            .Json.GetProperty("active")
            .GetBoolean()
            .ShouldBeTrue();
        (await Introspect(house, token, "hr-api", "http://login.dc2.localhost:5080")).Body.ShouldBe(Inactive);
        (await Introspect(house, token, "hr-api", "http://login.dc3.localhost:5080")).Body.ShouldBe(Inactive);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nonsense_and_what_has_expired_is_not_active()
    {
        var visitor = await visitors.On();
        foreach (var token in (string[])["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", new string('x', 4000), "_0XBPWQQ_nothing"])
            (await Introspect(visitor.House, token, Invoices)).Body.ShouldBe(Inactive, token);
        foreach (var dialect in (string[])["Connect", "OAuthV2"])
        {
            var integrator = Through(visitor.House, dialect);
            var token = (await integrator.Tokens(visitor)).Json.GetProperty("access_token").GetString()!;
            visitor.House.Clock.Advance(integrator.Dialect.Tokens.AccessTokenLifetime - TimeSpan.FromSeconds(1));
            (await Introspect(visitor.House, token, Invoices)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
            visitor.House.Clock.Advance(TimeSpan.FromSeconds(1));
            (await Introspect(visitor.House, token, Invoices)).Body.ShouldBe(Inactive);
        }
    }

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [Trait("Category", "Security")]
    public async Task Whatever_is_taken_away_ends_the_token_within_a_second(string dialect)
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var visitor = new Visitor(house);
        var integrator = Through(house, dialect);
        var token = (await integrator.Tokens(visitor)).Json.GetProperty("access_token").GetString()!;

        await Toggled(
            db => db.Clients.IgnoreQueryFilters().Where(client => client.Id == Integrator.Web),
            client => client.DisabledAt = house.Clock.GetUtcNow(),
            client => client.DisabledAt = null
        );
        await Toggled(
            db => db.Tenants.Where(tenant => tenant.Id == Arrange.Nordia),
            tenant => tenant.DisabledAt = house.Clock.GetUtcNow(),
            tenant => tenant.DisabledAt = null
        );
        await Toggled(
            db => db.Contracts.IgnoreQueryFilters().Where(contract => contract.TenantId == Arrange.Nordia),
            contract => contract.Until = house.Clock.GetUtcNow(),
            contract => contract.Until = null
        );
        await Toggled(
            db => db.Accounts.Where(account => account.Email == Visitor.Ada),
            account => account.DisabledAt = house.Clock.GetUtcNow(),
            account => account.DisabledAt = null
        );

        async Task Toggled<T>(Func<Server.Data.Db, IQueryable<T>> rows, Action<T> away, Action<T> back)
        {
            (await Introspect(house, token, Invoices)).Json.GetProperty("active").GetBoolean().ShouldBeTrue(typeof(T).Name);
            await house.Change(async db => away(await rows(db).SingleAsync()));
            (await Introspect(house, token, Invoices)).Body.ShouldBe(Inactive, typeof(T).Name);
            await house.Change(async db => back(await rows(db).SingleAsync()));
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_id_of_a_JWT_which_is_in_every_log_is_no_token()
    {
        var visitor = await visitors.On();
        var token = (await new Integrator(visitor.House).Tokens(visitor, ("scope", "all openid")))
            .Json.GetProperty("access_token")
            .GetString()!;
        var id = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Id;
        foreach (var client in (string[])[Invoices, Integrator.Web])
            (await Introspect(visitor.House, id, client)).Body.ShouldBe(Inactive, client);
        await visitor.House.Post(Visitor.Dc3 + "/connect/revoke", [("token", id)], Integrator.Web);
        (await Introspect(visitor.House, token, Invoices)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        await visitor.House.Post(Visitor.Dc3 + "/connect/revoke", [("token", token)], Integrator.Web);
        (await Introspect(visitor.House, token, Invoices)).Body.ShouldBe(Inactive);
    }

    [Fact]
    public async Task Only_the_scopes_that_the_contract_still_has_are_named()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var token = (await new Integrator(house).Tokens(new Visitor(house), ("scope", "all openid"))).Json.GetProperty("access_token");
        (await Introspect(house, token.GetString()!, Invoices)).Json.GetProperty("scope").GetString().ShouldBe("all openid");
        await house.Change(async db =>
            (await db.Contracts.IgnoreQueryFilters().SingleAsync(contract => contract.TenantId == Arrange.Nordia)).Scopes = ["all"]
        );
        (await Introspect(house, token.GetString()!, Invoices)).Json.GetProperty("scope").GetString().ShouldBe("all");
    }

    private static Integrator Through(House house, string dialect) =>
        new(house) { Dialect = AllDialects.List.Single(known => known.Name == dialect) };

    private static Task<Answer> Introspect(House house, string token, string client, string origin = Visitor.Dc3) =>
        house.Post(origin + "/connect/introspect", [("token", token)], client);
}
