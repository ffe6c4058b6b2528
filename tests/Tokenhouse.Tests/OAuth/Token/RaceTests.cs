using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>Two servers of one datacentre, and the same value presented to both at the same moment, many times.</summary>
[Trait("Category", "Security")]
public sealed class RaceTests(TwoTestServers servers) : IClassFixture<TwoTestServers>
{
    private const int Parallel = 50;

    [Theory, OnEachDatabase]
    public async Task Of_many_who_present_a_code_at_once_exactly_one_gets_tokens_and_they_end_with_the_others(Database database) =>
        await OnTwoServers(
            database,
            Iterations.Of(10, 1000),
            async (session, one, other) =>
            {
                var code = await one.Code(session);
                var answers = await AtOnce(i => (i % 2 == 0 ? one : other).Redeem(code));

                var winner = answers.Where(answer => answer.Status == 200).ShouldHaveSingleItem();
                answers.Where(answer => answer != winner).ShouldAllBe(answer => answer.Body == Integrator.SpentCode);
                (await one.Refresh(Refresh(winner))).Body.ShouldBe(Integrator.WrongRefreshToken);
            }
        );

    [Theory, OnEachDatabase]
    public async Task Of_many_who_refresh_at_once_all_get_the_same_successor_and_the_family_has_one_end(Database database) =>
        await OnTwoServers(
            database,
            Iterations.Of(10, 1000),
            async (session, one, other) =>
            {
                var tokens = await one.Redeem(await one.Code(session));
                var answers = await AtOnce(i => (i % 2 == 0 ? one : other).Refresh(Refresh(tokens)));

                answers.ShouldAllBe(answer => answer.Status == 200);
                var successor = answers.Select(Refresh).Distinct().ShouldHaveSingleItem();
                await using var db = session.Server.Db("dc3");
                var family = await db.Families.IgnoreQueryFilters().OrderByDescending(row => row.Id).FirstAsync();
                (await db.RefreshTokens.IgnoreQueryFilters().CountAsync(row => row.FamilyId == family.Id)).ShouldBe(2);
                (await db.RefreshTokens.IgnoreQueryFilters().CountAsync(row => row.FamilyId == family.Id && row.SpentAt == null)).ShouldBe(
                    1
                );
                (await db.AccessTokens.IgnoreQueryFilters().CountAsync(row => row.FamilyId == family.Id)).ShouldBe(1 + Parallel);
                (await one.Refresh(successor)).Status.ShouldBe(200);
            }
        );

    [Theory, OnEachDatabase]
    public async Task A_withdrawal_beats_every_refresh_and_every_code_on_its_way(Database database)
    {
        var email = await (await servers.On(database)).One.Person();
        await OnTwoServers(
            database,
            Iterations.Of(10, 200),
            async (session, one, other) =>
            {
                var token = Refresh(await one.Redeem(await one.Code(session)));
                var code = await one.Code(session);
                await session.Open(BrowserSession.Dc3 + "/account");
                var withdrawal = session.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
                var answers = await AtOnce(i => i % 2 == 0 ? one.Refresh(token) : other.Redeem(code), count: 10);
                await withdrawal;

                foreach (var answer in answers.Where(answer => answer.Status == 200))
                    (await one.Refresh(Refresh(answer))).Body.ShouldBe(Integrator.WrongRefreshToken);
                var account = (await session.Server.Account(email)).Id;
                await using var db = session.Server.Db("dc3");
                var families = db.Families.IgnoreQueryFilters().Where(row => row.AccountId == account);
                (await families.CountAsync()).ShouldBeGreaterThan(0);
                (await families.AnyAsync(row => row.EndedAt == null)).ShouldBeFalse();
                var tokens = db.AccessTokens.IgnoreQueryFilters().Where(row => row.AccountId == account);
                (await tokens.AnyAsync(row => row.RevokedAt == null)).ShouldBeFalse();
            },
            email
        );
    }

    private async Task OnTwoServers(
        Database database,
        int rounds,
        Func<BrowserSession, Integrator, Integrator, Task> round,
        string email = BrowserSession.Ada
    )
    {
        var (one, other) = await servers.On(database);
        var session = new BrowserSession(one);
        await session.SignInTo("/account", email);
        for (var i = 0; i < rounds; i++)
        {
            one.Clock.Advance(TimeSpan.FromMinutes(1));
            await round(session, new(one), new(other));
        }
    }

    private static Task<Answer[]> AtOnce(Func<int, Task<Answer>> ask, int count = Parallel) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => ask(i))));

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
