using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>
/// Whoever publishes takes the feed before any row, so that nobody waits in a circle. SQLite has one lock and no order of them.
/// </summary>
public sealed class LockOrderTests
{
    private static readonly string[] Tables = ["Families", "AccessTokens", "RefreshTokens", "Codes", "Consents"];

    [Fact]
    public Task Revoking_an_access_token_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((visitor, _, _, second) => Revoke(visitor.House, second, "access_token"), 200);

    [Fact]
    public Task Revoking_a_refresh_token_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((visitor, _, _, second) => Revoke(visitor.House, second, "refresh_token"), 200);

    [Fact]
    public Task Reuse_of_a_refresh_token_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((visitor, _, first, _) => new Integrator(visitor.House).Refresh(Of(first, "refresh_token")), 400);

    [Fact]
    public Task Reuse_of_a_code_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing((visitor, code, _, _) => new Integrator(visitor.House).Redeem(code), 400);

    [Fact]
    public Task A_withdrawal_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing(
            async (visitor, _, _, _) =>
            {
                await visitor.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
                return visitor.Answer;
            },
            200
        );

    [Fact]
    public Task An_agreement_waits_for_the_feed_before_it_holds_a_row() =>
        HoldsNothing(
            async (visitor, _, _, _) =>
            {
                await visitor.Open(Visitor.Link(fields: [("scope", "all openid"), ("prompt", "consent")]));
                await visitor.Decide("agree");
                return visitor.Answer;
            },
            303
        );

    private static async Task HoldsNothing(Func<Visitor, string, Answer, Answer, Task<Answer>> publish, int status)
    {
        await using var house = await House.Start(new HousePlan(Database.Postgres) { Run = ["dc3"] });
        var (visitor, integrator) = (new Visitor(house), new Integrator(house));
        var code = await integrator.Code(visitor);
        var first = await integrator.Redeem(code);
        var second = await integrator.Refresh(Of(first, "refresh_token"));
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await visitor.Open(Visitor.Dc3 + "/account");

        Task<Answer> publishing;
        await using (var other = house.Db("dc3"))
        await using (await other.BeginAlone(CancellationToken.None))
        {
            publishing = publish(visitor, code, first, second);
            await Eventually.True(() => Waits(other));
            foreach (var table in Tables)
                (await Free(house, table)).ShouldBeGreaterThan(0, table);
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
    private static async Task<int> Free(House house, string table)
    {
        await using var db = house.Db("dc3");
        var sql = $"SELECT 1 AS \"Value\" FROM \"{table}\" FOR UPDATE NOWAIT";
        return (await db.Database.SqlQueryRaw<int>(sql).ToListAsync()).Count;
    }

    private static Task<Answer> Revoke(House house, Answer answer, string kind) =>
        house.Post(Visitor.Dc3 + "/connect/revoke", [("token", Of(answer, kind))], Integrator.Web);

    private static string Of(Answer answer, string kind) => answer.Json.GetProperty(kind).GetString()!;
}
