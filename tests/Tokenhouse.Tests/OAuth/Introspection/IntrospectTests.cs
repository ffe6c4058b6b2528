using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Introspection;

/// <summary>Who learns what about a token (RFC 7662).</summary>
[Collection<ProtocolServers>]
public sealed class IntrospectTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Inactive = """{"active":false}""";
    private const string Invoices = "invoices-api";

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [InlineData("OAuth2Legacy")]
    public async Task An_API_learns_all_about_a_token_that_was_made_for_it_in_any_dialect(string dialect)
    {
        var session = await browserSessions.On();
        var integrator = Through(session.Server, dialect);
        var token = (await integrator.Tokens(session)).Json.GetProperty("access_token").GetString()!;
        var now = session.Server.Clock.GetUtcNow().ToUnixTimeSeconds();

        var answer = await Introspect(session.Server, token, Invoices);

        answer.Status.ShouldBe(200);
        answer["Cache-Control"].ShouldBe("no-store");
        var sub = answer.Json.GetProperty("sub").GetString()!;
        Guid.TryParseExact(sub, "D", out _).ShouldBeTrue();
        var lifetime = (int)integrator.Dialect.Tokens.AccessTokenLifetime.TotalSeconds;
        answer.Body.ShouldBe(
            $$"""{"active":true,"scope":"all","client_id":"nordia-erp","token_type":"Bearer","aud":"urn:tokenhouse:invoices","exp":{{now + lifetime}},"iat":{{now}},"sub":"{{sub}}","iss":"http://login.dc3.localhost:5080","tenant":"nordia","tenant_id":451,"environment":"LIVE","datacentre":"dc3"}"""
        );
        (await Introspect(session.Server, token, Integrator.Web)).Body.ShouldBe(answer.Body); // the client itself learns the same
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Another_API_and_another_client_learn_nothing()
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("introspect-other");
        var tokens = (await new Integrator(session.Server).Tokens(session)).Json;
        foreach (var token in (string[])["access_token", "refresh_token"])
        foreach (var client in (string[])["hr-api", "payments-api", "introspect-other", "globex-live"])
            (await Introspect(session.Server, tokens.GetProperty(token).GetString()!, client)).Body.ShouldBe(Inactive, client);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_API_learns_nothing_about_refresh_tokens_and_their_client_does()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var token = (await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;
        (await Introspect(session.Server, token, Invoices)).Body.ShouldBe(Inactive);
        var answer = (await Introspect(session.Server, token, Integrator.Web)).Json;
        answer.GetProperty("active").GetBoolean().ShouldBeTrue();
        answer.TryGetProperty("token_type", out _).ShouldBeFalse(); // nothing that could be taken for an access token
        await integrator.Refresh(token);
        (await Introspect(session.Server, token, Integrator.Web)).Body.ShouldBe(Inactive); // it was spent
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_public_client_cannot_ask_at_all()
    {
        var session = await browserSessions.On();
        var answer = await session.Server.Post(
            BrowserSession.Dc3 + "/connect/introspect",
            [("client_id", Integrator.Native), ("token", "x")]
        );
        answer.Status.ShouldBe(401);
        answer["WWW-Authenticate"].ShouldBe($"Basic realm=\"{BrowserSession.Dc3}\", charset=\"UTF-8\"");
        answer.Json.GetProperty("error").GetString().ShouldBe("invalid_client");
    }

    [Fact]
    public async Task A_machine_learns_about_its_own_token_at_the_site_and_at_its_tenants_host()
    {
        var server = (await browserSessions.On()).Server;
        foreach (var origin in (string[])["http://login.dc3.localhost:5080", "http://globex.login.localhost:5080"])
        {
            var token = (await server.Token(origin, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write")).Json;
            var answer = await server.Post(
                origin + "/connect/introspect",
                [("token", token.GetProperty("access_token").GetString()!)],
                "globex-live"
            );
            (answer.Json.GetProperty("active").GetBoolean(), answer.Json.GetProperty("iss").GetString()).ShouldBe(
                (true, origin),
                answer.Body
            );
            answer.Json.GetProperty("sub").GetString().ShouldBe("globex-live");
            (await Introspect(server, token.GetProperty("access_token").GetString()!, "hr-api"))
                .Json.GetProperty("active")
                .GetBoolean()
                .ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_of_the_other_environment_is_not_active()
    {
        var server = (await browserSessions.On()).Server;
        var uat = await server.Token("http://loginuat.dc2.localhost:5080", "acme-uat", "acme-uat-demo-secret");
        var token = uat.Json.GetProperty("access_token").GetString()!;
        (await Introspect(server, token, "hr-api", "http://loginuat.dc2.localhost:5080"))
            .Json.GetProperty("active")
            .GetBoolean()
            .ShouldBeTrue();
        (await Introspect(server, token, "hr-api", "http://login.dc2.localhost:5080")).Body.ShouldBe(Inactive);
        (await Introspect(server, token, "hr-api", "http://login.dc3.localhost:5080")).Body.ShouldBe(Inactive);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nonsense_and_what_has_expired_is_not_active()
    {
        var session = await browserSessions.On();
        foreach (var token in (string[])["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", new string('x', 4000), "_0XBPWQQ_nothing"])
            (await Introspect(session.Server, token, Invoices)).Body.ShouldBe(Inactive, token);
        foreach (var dialect in (string[])["Connect", "OAuthV2"])
        {
            var integrator = Through(session.Server, dialect);
            var token = (await integrator.Tokens(session)).Json.GetProperty("access_token").GetString()!;
            session.Server.Clock.Advance(integrator.Dialect.Tokens.AccessTokenLifetime - TimeSpan.FromSeconds(1));
            (await Introspect(session.Server, token, Invoices)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
            session.Server.Clock.Advance(TimeSpan.FromSeconds(1));
            (await Introspect(session.Server, token, Invoices)).Body.ShouldBe(Inactive);
        }
    }

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [Trait("Category", "Security")]
    public async Task Whatever_is_taken_away_ends_the_token_within_a_second(string dialect)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var session = new BrowserSession(server);
        var integrator = Through(server, dialect);
        var token = (await integrator.Tokens(session)).Json.GetProperty("access_token").GetString()!;

        await Toggled(
            db => db.Clients.IgnoreQueryFilters().Where(client => client.Id == Integrator.Web),
            client => client.DisabledAt = server.Clock.GetUtcNow(),
            client => client.DisabledAt = null
        );
        await Toggled(
            db => db.Tenants.Where(tenant => tenant.Id == Arrange.Nordia),
            tenant => tenant.DisabledAt = server.Clock.GetUtcNow(),
            tenant => tenant.DisabledAt = null
        );
        await Toggled(
            db => db.Contracts.IgnoreQueryFilters().Where(contract => contract.TenantId == Arrange.Nordia),
            contract => contract.Until = server.Clock.GetUtcNow(),
            contract => contract.Until = null
        );
        await Toggled(
            db => db.Accounts.Where(account => account.Email == BrowserSession.Ada),
            account => account.DisabledAt = server.Clock.GetUtcNow(),
            account => account.DisabledAt = null
        );

        async Task Toggled<T>(Func<Tokenhouse.Server.Data.Db, IQueryable<T>> rows, Action<T> away, Action<T> back)
        {
            (await Introspect(server, token, Invoices)).Json.GetProperty("active").GetBoolean().ShouldBeTrue(typeof(T).Name);
            await server.Change(async db => away(await rows(db).SingleAsync()));
            (await Introspect(server, token, Invoices)).Body.ShouldBe(Inactive, typeof(T).Name);
            await server.Change(async db => back(await rows(db).SingleAsync()));
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_id_of_a_JWT_which_is_in_every_log_is_no_token()
    {
        var session = await browserSessions.On();
        var token = (await new Integrator(session.Server).Tokens(session, ("scope", "all openid")))
            .Json.GetProperty("access_token")
            .GetString()!;
        var id = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Id;
        foreach (var client in (string[])[Invoices, Integrator.Web])
            (await Introspect(session.Server, id, client)).Body.ShouldBe(Inactive, client);
        await session.Server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", id)], Integrator.Web);
        (await Introspect(session.Server, token, Invoices)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        await session.Server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", token)], Integrator.Web);
        (await Introspect(session.Server, token, Invoices)).Body.ShouldBe(Inactive);
    }

    [Fact]
    public async Task Only_the_scopes_that_the_contract_still_has_are_named()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var token = (await new Integrator(server).Tokens(new BrowserSession(server), ("scope", "all openid"))).Json.GetProperty(
            "access_token"
        );
        (await Introspect(server, token.GetString()!, Invoices)).Json.GetProperty("scope").GetString().ShouldBe("all openid");
        await server.Change(async db =>
            (await db.Contracts.IgnoreQueryFilters().SingleAsync(contract => contract.TenantId == Arrange.Nordia)).Scopes = []
        );
        (await Introspect(server, token.GetString()!, Invoices)).Json.GetProperty("scope").GetString().ShouldBe("openid"); // needs no contract
    }

    private static Integrator Through(TestServer server, string dialect) =>
        new(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };

    private static Task<Answer> Introspect(TestServer server, string token, string client, string origin = BrowserSession.Dc3) =>
        server.Post(origin + "/connect/introspect", [("token", token)], client);
}
