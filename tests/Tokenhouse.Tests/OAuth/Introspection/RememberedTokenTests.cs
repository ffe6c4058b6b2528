using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Introspection;

/// <summary>A token that was seen before is answered from memory, on two servers of one datacentre; and what ends it ends it on both.</summary>
public sealed class RememberedTokenTests : IDisposable
{
    private const string Inactive = """{"active":false}""";
    private const string Machine = "a machine's JWT";
    private const string Jwt = "a person's JWT";
    private const string Opaque = "an opaque token";

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    public async Task A_token_that_was_asked_about_before_is_answered_without_the_database(string kind)
    {
        await using var server = await TestServer.Start(Plan());
        var token = Access(await Issue(new(server), kind));
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
        await Ends(kind, (one, _, tokens) => Revoke(one.Server, Access(tokens), kind));

    [Theory]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_family_that_one_server_ends_ends_on_the_other_within_a_second(string kind)
    {
        await Ends(kind, (one, _, tokens) => Revoke(one.Server, Refresh(tokens), kind));
        await Ends(
            kind,
            async (one, integrator, tokens) =>
            {
                await integrator.Refresh(Refresh(tokens));
                one.Server.Clock.Advance(TimeSpan.FromSeconds(10));
                (await integrator.Refresh(Refresh(tokens))).Body.ShouldBe(Integrator.WrongRefreshToken);
            }
        );
    }

    [Theory]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_consent_that_is_withdrawn_at_one_server_ends_its_tokens_on_the_other_however_many(string kind)
    {
        await Ends(kind, (one, _, _) => Withdraw(one));
        await Ends(
            kind,
            async (one, _, _) =>
            {
                await one.Server.MultiplyAccessTokens(RefreshFamilyRevocation.MostNamed);
                await Withdraw(one);
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
        var (client, tenant) = kind == Machine ? ("globex-live", "globex") : (Integrator.Web, "nordia");
        await Ends(
            kind,
            (one, _, _) =>
                Save(
                    one,
                    async db =>
                        (await db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == client)).DisabledAt =
                            one.Server.Clock.GetUtcNow()
                )
        );
        await Ends(
            kind,
            (one, _, _) =>
                Save(one, async db => (await db.Tenants.SingleAsync(row => row.Slug == tenant)).DisabledAt = one.Server.Clock.GetUtcNow())
        );
    }

    [Theory]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_person_who_is_disabled_or_leaves_at_one_server_is_acted_for_at_the_other_no_more(string kind)
    {
        await Ends(kind, (one, _, _) => Save(one, async db => (await Person(db)).DisabledAt = one.Server.Clock.GetUtcNow()));
        await Ends(kind, (one, _, _) => Save(one, async db => db.Memberships.RemoveRange((await Person(db)).Memberships)));
        await Ends(kind, (one, _, _) => Save(one, async db => db.Accounts.Remove(await Person(db))));
    }

    [Fact]
    public async Task Who_signs_in_is_no_news_to_any_server()
    {
        await using var server = await TestServer.Start(Plan());
        await new BrowserSession(server).SignInTo("/account");
        await server.Change(async db => (await Person(db)).SecurityStamp = "another");
        await using var db = server.Db("dc3");
        (await db.Changes.CountAsync(change => change.Topic == CacheKeyKind.Account)).ShouldBe(3); // Ada, Grace and the operator came with the demonstration
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_token_in_memory_ends_at_the_moment_that_it_says(string kind)
    {
        await using var server = await TestServer.Start(Plan());
        var answer = await Issue(new(server), kind);
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
    public async Task A_JWT_in_memory_is_not_believed_when_its_key_was_withdrawn(string kind) =>
        await Ends(
            kind,
            (one, _, _) =>
                Save(
                    one,
                    async db =>
                        db.SigningKeys.RemoveRange(
                            await db.SigningKeys.Where(key => key.SignsAt <= one.Server.Clock.GetUtcNow()).ToListAsync()
                        )
                )
        );

    [Theory]
    [InlineData(Machine)]
    [InlineData(Jwt)]
    [InlineData(Opaque)]
    [Trait("Category", "Security")]
    public async Task A_token_in_memory_of_one_environment_is_not_active_in_the_other(string kind)
    {
        await using var server = await TestServer.Start(Plan());
        var token = Access(await Issue(new(server), kind));
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
        await using var server = await TestServer.Start(Plan());
        var token = Access(await Issue(new(server), kind));
        await Introspect(server, token, kind);
        await using var db = server.Db("dc3");
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Changes" RENAME TO "Elsewhere" """);
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "AccessTokens" RENAME TO "TokensElsewhere" """);

        server.Clock.Advance(ChangeFeed.Patience - TimeSpan.FromSeconds(1));
        (await Introspect(server, token, kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => (await Introspect(server, token, kind)).Status == 500);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Asks about a token at one server, lets another end it, and asks again within a second.</summary>
    private async Task Ends(string kind, Func<BrowserSession, Integrator, Answer, Task> end)
    {
        var plan = Plan();
        await using var one = await TestServer.Start(plan);
        await using var other = await TestServer.Start(plan);
        var session = new BrowserSession(one);
        var tokens = await Issue(session, kind);
        foreach (var _ in (int[])[1, 2])
            (await Introspect(other, Access(tokens), kind)).Json.GetProperty("active").GetBoolean().ShouldBeTrue();

        await end(session, Through(one, kind), tokens);
        await other.HearOfChanges("dc3");

        (await Introspect(other, Access(tokens), kind)).Body.ShouldBe(Inactive);
    }

    private TestServerOptions Plan() =>
        new(Databases.Default)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = Path.Combine(folder.Path, Guid.CreateVersion7().ToString()),
        };

    private static async Task<Answer> Issue(BrowserSession session, string kind) =>
        kind == Machine
            ? await session.Server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write")
            : await Through(session.Server, kind).Tokens(session);

    private static Integrator Through(TestServer server, string kind) =>
        new(server) { Dialect = kind == Opaque ? OAuthV2.Dialect : Connect.Dialect };

    private static Task<Answer> Introspect(TestServer server, string token, string kind, string origin = BrowserSession.Dc3) =>
        server.Post(origin + "/connect/introspect", [("token", token)], kind == Machine ? "hr-api" : "invoices-api");

    private static Task<Answer> Revoke(TestServer server, string token, string kind) =>
        server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", token)], kind == Machine ? "globex-live" : Integrator.Web);

    private static async Task Withdraw(BrowserSession session)
    {
        await session.Open(BrowserSession.Dc3 + "/account");
        await session.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
    }

    private static async Task Save(BrowserSession session, Func<Db, Task> change)
    {
        await using var db = session.Server.Db("dc3");
        await change(db);
        await db.SaveChangesAsync();
    }

    private static Task<Account> Person(Db db) =>
        db.Accounts.Include(account => account.Memberships).SingleAsync(account => account.Email == BrowserSession.Ada);

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
