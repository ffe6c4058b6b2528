using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>Whatever revokes an access token says so in the change feed, in the transaction of the revocation.</summary>
[Trait("Category", "Security")]
public sealed class PublishedRevocationTests(TestServers servers) : IClassFixture<TestServers>
{
    [Theory]
    [OnEachDatabase("Connect")]
    [OnEachDatabase("OAuthV2")]
    public async Task A_revoked_access_token_is_published_by_the_hash_of_its_row_and_only_once(Database database, string dialect)
    {
        var server = await servers.On(database);
        var before = await Published(server);
        var session = new BrowserSession(server);
        var integrator = new Integrator(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
        var token = Access(await integrator.Tokens(session));
        await Revoke(server, token);
        await Revoke(server, token);
        await Revoke(server, "nonsense");

        (await Published(server, before.Count)).ShouldBe([Key(token)]);
    }

    [Fact]
    public async Task A_revoked_JWT_of_a_machine_is_published_and_only_once()
    {
        var server = await servers.On();
        var before = await Published(server);
        var answer = await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write");
        await Revoke(server, Access(answer)); // another client's
        (await Published(server, before.Count)).ShouldBeEmpty();
        for (var i = 0; i < 2; i++)
            await Revoke(server, Access(answer), "globex-live");

        (await Published(server, before.Count)).ShouldBe([Key(Access(answer))]);
    }

    [Theory, OnEachDatabase]
    public async Task A_family_that_ends_publishes_each_of_its_access_tokens_that_still_lives(Database database)
    {
        var server = await servers.On(database);
        var before = await Published(server);
        var session = new BrowserSession(server);
        var integrator = new Integrator(server);
        var other = Access(await integrator.Tokens(session));
        var first = await integrator.Tokens(session);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = await integrator.Refresh(Refresh(first));
        var third = await integrator.Refresh(Refresh(second));
        await Revoke(server, Access(second));
        await Revoke(server, Refresh(third));

        (await Published(server, before.Count)).ShouldBe([Key(Access(second)), Key(Access(third))]);
        (await Published(server, before.Count)).ShouldNotContain(Key(other));
    }

    [Fact]
    public async Task Reuse_of_a_code_and_of_a_refresh_token_publish_what_they_end()
    {
        var server = await servers.On();
        var before = await Published(server);
        var session = new BrowserSession(server);
        var integrator = new Integrator(server);
        var code = await integrator.Code(session);
        var redeemed = await integrator.Redeem(code);
        await integrator.Redeem(code);
        (await Published(server, before.Count)).ShouldBe([Key(Access(redeemed))]);

        var first = await integrator.Tokens(session);
        var second = await integrator.Refresh(Refresh(first));
        var third = await integrator.Refresh(Refresh(second));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await integrator.Refresh(Refresh(first));
        (await Published(server, before.Count)).ShouldBe(
            [Key(Access(redeemed)), Key(Access(first)), Key(Access(second)), Key(Access(third))],
            ignoreOrder: true
        );
    }

    [Theory, OnEachDatabase]
    public async Task A_withdrawn_consent_publishes_what_it_ends_and_beyond_a_thousand_that_there_is_much(Database database)
    {
        await using var server = await Start(database);
        var session = new BrowserSession(server);
        var integrator = new Integrator(server);
        var token = Access(await integrator.Tokens(session));
        await Withdraw(session);
        (await Published(server)).ShouldBe([Key(token)]);

        await integrator.Tokens(session);
        await server.MultiplyAccessTokens(Integrator.Web, RefreshFamilyRevocation.MostNamed);
        await Withdraw(session);
        (await Published(server)).ShouldBe([Key(token), ""]);
        await using var db = server.Db("dc3");
        (await db.AccessTokens.IgnoreQueryFilters().AnyAsync(row => row.RevokedAt == null)).ShouldBeFalse();
    }

    [Theory, OnEachDatabase]
    public async Task A_revocation_that_could_not_be_published_is_503_and_did_not_happen(Database database)
    {
        var broken = new BrokenCommand("INSERT INTO \"Changes\"");
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(broken) }
        );
        var session = new BrowserSession(server);
        var tokens = await new Integrator(server).Tokens(session);
        broken.Breaks = true;
        foreach (var token in (string[])[Access(tokens), Refresh(tokens)])
            (await Revoke(server, token)).Status.ShouldBe(503);
        broken.Breaks = false;

        await using var db = server.Db("dc3");
        (await db.AccessTokens.IgnoreQueryFilters().AnyAsync(row => row.RevokedAt != null)).ShouldBeFalse();
        (await db.Families.IgnoreQueryFilters().AnyAsync(row => row.EndedAt != null)).ShouldBeFalse();
    }

    private static Task<TestServer> Start(Database database) => TestServer.Start(new TestServerOptions(database) { Run = ["dc3"] });

    private static async Task<List<string>> Published(TestServer server, int after = 0)
    {
        await using var db = server.Db("dc3");
        return await db
            .Changes.Where(change => change.Topic == CacheKeyKind.Token)
            .OrderBy(change => change.Id)
            .Skip(after)
            .Select(change => change.Key)
            .ToListAsync();
    }

    private static async Task<Answer> Withdraw(BrowserSession session)
    {
        await session.Open(BrowserSession.Dc3 + "/account");
        await session.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
        return session.Answer;
    }

    private static Task<Answer> Revoke(TestServer server, string token, string client = Integrator.Web) =>
        server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", token)], client);

    private static string Key(string token)
    {
        var isJwt = token.Count(c => c == '.') == 2;
        return CacheKey.Token(isJwt ? OpaqueToken.HashOfId(new JsonWebToken(token).Id) : TextHash.Of(token)).Key;
    }

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
