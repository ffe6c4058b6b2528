using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Revocation;

/// <summary>What ends when a client hands a token back (RFC 7009).</summary>
[Collection<ProtocolServers>]
public sealed class RevokeTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [InlineData("Connect", "/connect/revoke")]
    [InlineData("OAuthV2", "/connect/revoke")]
    [InlineData("OAuthV2", "/oauth/v2/oauth-revoke")]
    [InlineData("OAuth2Legacy", "/oauth/v2/oauth-revoke")]
    [Trait("Category", "Security")]
    public async Task Revoking_a_refresh_token_ends_its_family_and_its_access_tokens(string dialect, string path)
    {
        var session = await browserSessions.On();
        var integrator = Through(session.Server, dialect);
        var first = (await integrator.Tokens(session)).Json;
        var second = (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Json;
        var refresh = second.GetProperty("refresh_token").GetString()!;

        var answer = await session.Server.Post(
            BrowserSession.Dc3 + path,
            [("token", refresh), ("token_type_hint", "access_token")],
            Integrator.Web
        );

        (answer.Status, answer.Body, answer["Cache-Control"]).ShouldBe((200, "", "no-store"));
        (await integrator.Refresh(refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await IsActive(session.Server, first.GetProperty("access_token").GetString()!)).ShouldBeFalse();
        (await IsActive(session.Server, second.GetProperty("access_token").GetString()!)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    public async Task Revoking_an_access_token_ends_it_alone(string dialect)
    {
        var session = await browserSessions.On();
        var integrator = Through(session.Server, dialect);
        var first = (await integrator.Tokens(session)).Json;
        var second = (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Json;

        (await Revoke(session.Server, second.GetProperty("access_token").GetString()!)).Status.ShouldBe(200);

        (await IsActive(session.Server, second.GetProperty("access_token").GetString()!)).ShouldBeFalse();
        (await IsActive(session.Server, first.GetProperty("access_token").GetString()!)).ShouldBeTrue();
        (await integrator.Refresh(second.GetProperty("refresh_token").GetString()!)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_machines_JWT_can_be_revoked_and_again_and_by_nobody_else()
    {
        var server = (await browserSessions.On()).Server;
        var answer = await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write");
        var token = answer.Json.GetProperty("access_token").GetString()!;
        (await Revoke(server, token)).Status.ShouldBe(200); // nordia-erp: not its own
        (await IsActive(server, token, "hr-api")).ShouldBeTrue();
        for (var i = 0; i < 2; i++)
            (await Revoke(server, token, "globex-live")).Status.ShouldBe(200);
        (await IsActive(server, token, "hr-api")).ShouldBeFalse();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Another_clients_token_is_answered_like_an_unknown_one_and_lives_on()
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("revoke-other");
        foreach (var dialect in (string[])["Connect", "OAuthV2"])
        {
            var integrator = Through(session.Server, dialect);
            var tokens = (await integrator.Tokens(session)).Json;
            var (access, refresh) = (tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!);
            var unknown = (await Revoke(session.Server, "nothing", "revoke-other")).ToString();
            (await Revoke(session.Server, access, "revoke-other")).ToString().ShouldBe(unknown);
            (await Revoke(session.Server, refresh, "revoke-other")).ToString().ShouldBe(unknown);
            (await IsActive(session.Server, access)).ShouldBeTrue();
            (await integrator.Refresh(refresh)).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_public_client_revokes_its_own_by_naming_itself()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server, Integrator.Native);
        var refresh = (await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;
        var answer = await session.Server.Post(
            BrowserSession.Dc3 + "/connect/revoke",
            [("client_id", Integrator.Native), ("token", refresh)]
        );
        (answer.Status, answer.Body).ShouldBe((200, ""));
        (await integrator.Refresh(refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Without_authentication_or_token_nothing_is_revoked()
    {
        var session = await browserSessions.On();
        var refresh = (await new Integrator(session.Server).Tokens(session)).Json.GetProperty("refresh_token").GetString()!;
        (await session.Server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", refresh)])).Status.ShouldBe(401);
        (
            await session.Server.Post(BrowserSession.Dc3 + "/connect/revoke", [("client_id", Integrator.Web), ("token", refresh)])
        ).Status.ShouldBe(401);
        var missing = await session.Server.Post(BrowserSession.Dc3 + "/connect/revoke", [], Integrator.Web);
        (missing.Status, missing.Body).ShouldBe(
            (400, """{"error":"invalid_request","error_description":"The parameter 'token' is missing."}""")
        );
        (await session.Server.Get(BrowserSession.Dc3 + "/connect/revoke")).Status.ShouldBe(405);
        (await new Integrator(session.Server).Refresh(refresh)).Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_could_not_be_stored_is_503_and_never_200()
    {
        var broken = new BrokenCommand("UPDATE \"Families\"");
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(broken) }
        );
        var integrator = new Integrator(server);
        var refresh = (await integrator.Tokens(new BrowserSession(server))).Json.GetProperty("refresh_token").GetString()!;

        broken.Breaks = true;
        var answer = await Revoke(server, refresh);
        broken.Breaks = false;

        (answer.Status, answer["Retry-After"], answer.Body).ShouldBe(
            (
                503,
                "5",
                """{"error":"temporarily_unavailable","error_description":"The server can't answer right now. Try again in a few seconds."}"""
            )
        );
        (await Revoke(server, refresh)).Status.ShouldBe(200);
        (await integrator.Refresh(refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    private static Integrator Through(TestServer server, string dialect) =>
        new(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };

    private static Task<Answer> Revoke(TestServer server, string token, string client = Integrator.Web) =>
        server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", token)], client);

    private static async Task<bool> IsActive(TestServer server, string token, string api = "invoices-api") =>
        (await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], api)).Json.GetProperty("active").GetBoolean();
}
