using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Introspection;

/// <summary>A token that was seen before is answered from memory, on two servers of one datacentre; and what ends it ends it on both.</summary>
public sealed class RememberedTokenTests(TwoTestServers servers) : IClassFixture<TwoTestServers>
{
    private const string Inactive = """{"active":false}""";
    private const string Machine = "a machine's JWT";
    private const string Jwt = "a person's JWT";
    private const string Opaque = "an opaque token";
    private const string MachineScope = "Public.HrCore.Write";

    private static int count;

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    public async Task A_token_that_was_asked_about_before_is_answered_without_the_database(string kind)
    {
        var server = (await servers.On()).One;
        var token = Access((await Issue(server, kind)).Tokens);
        var first = await Introspect(server, token, kind);
        first.Json.GetProperty("active").GetBoolean().ShouldBeTrue();

        var before = server.Commands.Count;
        for (var i = 0; i < 10; i++)
            (await Introspect(server, token, kind)).Body.ShouldBe(first.Body);
        server.Commands.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_token_that_one_server_revokes_ends_on_the_other_within_a_second(string kind) =>
        await Ends(kind, issued => Revoke(issued, Access(issued.Tokens)));

    [Theory]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_family_that_one_server_ends_ends_on_the_other_within_a_second(string kind)
    {
        await Ends(kind, issued => Revoke(issued, Refresh(issued.Tokens)));
        await Ends(
            kind,
            async issued =>
            {
                await issued.Integrator.Refresh(Refresh(issued.Tokens));
                issued.Server.Clock.Advance(TimeSpan.FromMinutes(10));
                (await issued.Integrator.Refresh(Refresh(issued.Tokens))).Body.ShouldBe(Integrator.WrongRefreshToken);
            }
        );
    }

    [Theory]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_consent_that_is_withdrawn_at_one_server_ends_its_tokens_on_the_other_however_many(string kind)
    {
        await Ends(kind, Withdraw);
        await Ends(
            kind,
            async issued =>
            {
                await issued.Server.MultiplyAccessTokens(issued.Integrator.Id, RefreshFamilyRevocation.MostNamed);
                await Withdraw(issued);
            }
        );
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task What_one_server_disables_ends_on_the_other_within_a_second(string kind)
    {
        await Ends(kind, issued => Save(issued, async (db, now) => (await Client(db, issued)).DisabledAt = now));
        await Ends(kind, issued => Save(issued, async (db, now) => (await Tenant(db, issued)).DisabledAt = now));
    }

    [Theory]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_person_who_is_disabled_or_leaves_at_one_server_is_acted_for_at_the_other_no_more(string kind)
    {
        await Ends(kind, issued => Save(issued, async (db, now) => (await Person(db, issued)).DisabledAt = now));
        await Ends(kind, issued => Save(issued, async (db, _) => db.Memberships.RemoveRange((await Person(db, issued)).Memberships)));
        await Ends(kind, issued => Save(issued, async (db, _) => db.Accounts.Remove(await Person(db, issued))));
    }

    [Fact]
    public async Task Who_signs_in_is_no_news_to_any_server()
    {
        var server = (await servers.On()).One;
        var email = await server.Person();
        var before = await Announced(server);
        await new BrowserSession(server).SignInTo("/account", email);
        await server.Change(async db => (await db.Accounts.SingleAsync(account => account.Email == email)).SecurityStamp = "another");
        (await Announced(server)).ShouldBe(before);
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_token_in_memory_ends_at_the_moment_that_it_says(string kind)
    {
        var server = (await servers.On()).One;
        var answer = (await Issue(server, kind)).Tokens;
        var lifetime = TimeSpan.FromSeconds(answer.Json.GetProperty("expires_in").GetInt32());
        foreach (var _ in (int[])[1, 2])
            (await Introspect(server, Access(answer), kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        server.Clock.Advance(lifetime - TimeSpan.FromSeconds(1));
        (await Introspect(server, Access(answer), kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Introspect(server, Access(answer), kind)).Body.ShouldBe(Inactive);
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [Trait("Category", "Security")]
    public async Task A_JWT_in_memory_is_not_believed_when_its_key_was_withdrawn(string kind)
    {
        await using var alone = new TwoTestServers(); // no other test can do without the keys
        await Ends(
            await alone.On(),
            kind,
            issued =>
                Save(
                    issued,
                    async (db, now) => db.SigningKeys.RemoveRange(await db.SigningKeys.Where(key => key.SignsAt <= now).ToListAsync())
                )
        );
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_token_in_memory_of_one_environment_is_not_active_in_the_other(string kind)
    {
        var server = (await servers.On()).One;
        var token = Access((await Issue(server, kind)).Tokens);
        foreach (var _ in (int[])[1, 2])
        {
            (await Introspect(server, token, kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
            (await Introspect(server, token, kind, "http://loginuat.dc3.localhost:5080")).Body.ShouldBe(Inactive);
        }
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task When_the_feed_cannot_be_read_for_long_no_token_in_memory_is_believed(string kind)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var token = Access((await Issue(server, kind)).Tokens);
        await Introspect(server, token, kind);
        await using var db = server.Db("dc3");
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Changes" RENAME TO "Elsewhere" """);
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "AccessTokens" RENAME TO "TokensElsewhere" """);

        server.Clock.Advance(new DatabaseOptions().OutageAllowance - TimeSpan.FromSeconds(1));
        (await Introspect(server, token, kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => (await Introspect(server, token, kind)).Status == 500);
    }

    private async Task Ends(string kind, Func<Issued, Task> end) => await Ends(await servers.On(), kind, end);

    /// <summary>Asks about a token at one server, lets another end it, and asks again within a second.</summary>
    private static async Task Ends((TestServer One, TestServer Other) pair, string kind, Func<Issued, Task> end)
    {
        var issued = await Issue(pair.One, kind);
        await pair.Other.HearOfChanges("dc3");
        foreach (var _ in (int[])[1, 2])
            (await Introspect(pair.Other, Access(issued.Tokens), kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();

        await end(issued);
        await pair.Other.HearOfChanges("dc3");

        (await Introspect(pair.Other, Access(issued.Tokens), kind)).Body.ShouldBe(Inactive);
    }

    /// <summary>Tokens of a client of a tenant of its own, for its one member unless it is a machine.</summary>
    private static async Task<Issued> Issue(TestServer server, string kind)
    {
        var id = $"remembered-{Interlocked.Increment(ref count)}";
        List<string> scopes = kind == Machine ? [MachineScope] : ["all", "openid"];
        var tenant = await server.AddTenant(id, tenant => tenant.Contracts.ForEach(contract => contract.Scopes = scopes));
        var clientKind = kind == Machine ? ClientKind.Machine : ClientKind.Web;
        await server.AddIntegrator(id, client => client.Scopes = scopes, clientKind, tenantId: tenant.Id);
        var integrator = new Integrator(server, id) { Dialect = kind == Opaque ? OAuthV2.Dialect : Connect.Dialect };
        var email = await server.Member(tenant, Role.Member);
        var session = new BrowserSession(server);
        if (kind == Machine)
            return new(session, integrator, email, await server.Token(BrowserSession.Dc3, id, id + "-demo-secret", MachineScope));
        await session.SignInTo("/account", email);
        return new(session, integrator, email, await integrator.Tokens(session));
    }

    private static Task<Answer> Introspect(TestServer server, string token, string kind, string origin = BrowserSession.Dc3) =>
        server.Post(origin + "/connect/introspect", [("token", token)], kind == Machine ? "hr-api" : "invoices-api");

    private static Task<Answer> Revoke(Issued issued, string token) =>
        issued.Server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", token)], issued.Integrator.Id);

    private static async Task Withdraw(Issued issued)
    {
        await issued.Session.Open(BrowserSession.Dc3 + "/account");
        await issued.Session.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
    }

    private static async Task Save(Issued issued, Func<Db, DateTimeOffset, Task> change)
    {
        await using var db = issued.Server.Db("dc3");
        await change(db, issued.Server.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    }

    private static async Task<int> Announced(TestServer server)
    {
        await using var db = server.Db("dc3");
        return await db.Changes.CountAsync(change => change.Topic == CacheKeyKind.Account);
    }

    private static Task<Client> Client(Db db, Issued issued) =>
        db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == issued.Integrator.Id);

    private static Task<Tenant> Tenant(Db db, Issued issued) => db.Tenants.SingleAsync(row => row.Slug == issued.Integrator.Id);

    private static Task<Account> Person(Db db, Issued issued) =>
        db.Accounts.Include(account => account.Memberships).SingleAsync(account => account.Email == issued.Email);

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;

    private sealed record Issued(BrowserSession Session, Integrator Integrator, string Email, Answer Tokens)
    {
        public TestServer Server => Session.Server;
    }
}
