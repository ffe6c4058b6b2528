using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>
/// Whoever publishes takes the feed before any row, so that nobody waits in a circle. SQLite has one lock and no order of them.
/// </summary>
[OuterTier]
public sealed class LockOrderTests
{
    private static readonly string[] Tables = ["Families", "AccessTokens", "RefreshTokens", "Codes", "Consents"];

    [Fact]
    public Task Revoking_an_access_token_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((session, _, _, last) => Revoke(session.Server, last, "access_token"), 200);

    [Fact]
    public Task Revoking_a_refresh_token_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((session, _, _, last) => Revoke(session.Server, last, "refresh_token"), 200);

    [Fact]
    public Task Reuse_of_a_refresh_token_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((session, _, first, _) => new Integrator(session.Server).Refresh(Of(first, "refresh_token")), 400);

    [Fact]
    public Task Reuse_of_a_code_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((session, code, _, _) => new Integrator(session.Server).Redeem(code), 400);

    [Fact]
    public Task A_withdrawal_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing(
            async (session, _, _, _) =>
            {
                await session.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
                return session.Answer;
            },
            200
        );

    [Fact]
    public Task An_agreement_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing(
            async (session, _, _, _) =>
            {
                await session.Open(BrowserSession.Link(fields: [("scope", "all openid"), ("prompt", "consent")]));
                await session.Decide("agree");
                return session.Answer;
            },
            303
        );

    private static async Task HoldsNothing(Func<BrowserSession, string, Answer, Answer, Task<Answer>> publish, int status)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Postgres) { Run = ["dc3"] });
        var (session, integrator) = (new BrowserSession(server), new Integrator(server));
        var code = await integrator.Code(session);
        var first = await integrator.Redeem(code);
        var second = await integrator.Refresh(Of(first, "refresh_token"));
        var third = await integrator.Refresh(Of(second, "refresh_token"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await session.Open(BrowserSession.Dc3 + "/account");

        Task<Answer> publishing;
        await using (var other = server.Db("dc3"))
        await using (await other.BeginAlone(CancellationToken.None))
        {
            publishing = publish(session, code, first, third);
            await Eventually.True(() => Waits(other));
            foreach (var table in Tables)
                (await Free(server, table)).ShouldBeGreaterThan(0, table);
        }
        (await publishing).Status.ShouldBe(status);
    }

    private static async Task<bool> Waits(Db db) =>
        (
            await db
                .Database.SqlQueryRaw<int>(
                    """
                    SELECT count(*)::int AS "Value" FROM pg_locks
                    WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """
                )
                .ToListAsync()
        )[0] == 1;

    /// <summary>How many rows a table has, none of which another transaction holds: or else this fails.</summary>
    private static async Task<int> Free(TestServer server, string table)
    {
        await using var db = server.Db("dc3");
        var sql = $"SELECT 1 AS \"Value\" FROM \"{table}\" FOR UPDATE NOWAIT";
        return (await db.Database.SqlQueryRaw<int>(sql).ToListAsync()).Count;
    }

    private static Task<Answer> Revoke(TestServer server, Answer answer, string kind) =>
        server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", Of(answer, kind))], Integrator.Web);

    private static string Of(Answer answer, string kind) => answer.Json.GetProperty(kind).GetString()!;
}
