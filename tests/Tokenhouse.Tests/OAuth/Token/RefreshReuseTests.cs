using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>
/// What a spent refresh token gets: the newest one within the window, its unused successor for some minutes, or the end of its family, because two
/// parties have it (RFC 9700, 4.14.2).
/// </summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class RefreshReuseTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [OnEachDatabase(Integrator.Web, 10_000)]
    [OnEachDatabase("window-of-a-minute", 60_000)]
    [OnEachDatabase("window-too-long", 300_000)]
    public async Task Within_the_window_a_client_with_a_secret_gets_the_newest_token_if_all_between_were_spent_in_it(
        Database database,
        string client,
        int window
    )
    {
        var session = await browserSessions.On(database);
        var server = session.Server;
        await server.AddIntegrator("window-of-a-minute", row => row.RefreshGrace = TimeSpan.FromMinutes(1));
        await server.AddIntegrator("window-too-long", row => row.RefreshGrace = TimeSpan.FromHours(1));
        var integrator = new Integrator(server, client);
        var first = Refresh(await integrator.Tokens(session));
        var second = Refresh(await integrator.Refresh(first));
        server.Clock.Advance(TimeSpan.FromMilliseconds(window / 2));
        var answer = await integrator.Refresh(second);
        var third = Refresh(answer);
        server.Clock.Advance(TimeSpan.FromMilliseconds(window / 2 - 1));

        foreach (var token in (string[])[first, second, first])
        {
            var repeat = await integrator.Refresh(token);
            Refresh(repeat).ShouldBe(third);
            Access(repeat).ShouldNotBe(Access(answer));
        }
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Refresh(await integrator.Refresh(second)).ShouldBe(third);
        await EndsTheFamily(integrator, first, third); // spent a window ago, and its successor was used
    }

    [Theory]
    [OnEachDatabase(Integrator.Web, 10_000)]
    [OnEachDatabase("window-of-a-minute", 60_000)]
    public async Task After_the_window_an_unused_successor_is_returned_twice_and_each_time_is_noted(
        Database database,
        string client,
        int window
    )
    {
        var session = await browserSessions.On(database);
        var server = session.Server;
        await server.AddIntegrator("window-of-a-minute", row => row.RefreshGrace = TimeSpan.FromMinutes(1));
        var integrator = new Integrator(server, client);
        var token = Refresh(await integrator.Tokens(session));
        var spentAt = server.Clock.GetUtcNow();
        var successor = Refresh(await integrator.Refresh(token));

        server.Clock.Advance(TimeSpan.FromMilliseconds(window));
        await IsNoted(server, await integrator.Refresh(token), successor, spentAt);
        server.Clock.Advance(TimeSpan.FromMinutes(8));
        await IsNoted(server, await integrator.Refresh(token), successor, spentAt, times: 2);
        await EndsTheFamily(integrator, token, successor);
    }

    [Theory]
    [OnEachDatabase(Integrator.Web, 600_000)]
    [OnEachDatabase(Integrator.Native, 120_000)]
    [OnEachDatabase("window-of-none", 0)]
    public async Task Later_than_that_a_repeat_ends_the_family(Database database, string client, int late)
    {
        var session = await browserSessions.On(database);
        await session.Server.AddIntegrator("window-of-none", row => row.RefreshGrace = TimeSpan.Zero);
        var integrator = new Integrator(session.Server, client);
        var token = Refresh(await integrator.Tokens(session));
        var successor = Refresh(await integrator.Refresh(token));
        session.Server.Clock.Advance(TimeSpan.FromMilliseconds(late));

        await EndsTheFamily(integrator, token, successor);
    }

    [Theory]
    [OnEachDatabase(0)]
    [OnEachDatabase(119_999)]
    public async Task A_public_client_gets_an_unused_successor_once(Database database, int late)
    {
        var session = await browserSessions.On(database);
        var integrator = new Integrator(session.Server, Integrator.Native);
        var token = Refresh(await integrator.Tokens(session));
        var spentAt = session.Server.Clock.GetUtcNow();
        var successor = Refresh(await integrator.Refresh(token));
        session.Server.Clock.Advance(TimeSpan.FromMilliseconds(late));

        await IsNoted(session.Server, await integrator.Refresh(token), successor, spentAt);
        await EndsTheFamily(integrator, token, successor);
    }

    [Theory, OnEachDatabase]
    public async Task A_public_client_whose_successor_was_used_has_lost_the_token_to_another(Database database)
    {
        var session = await browserSessions.On(database);
        var integrator = new Integrator(session.Server, Integrator.Native);
        var token = Refresh(await integrator.Tokens(session));
        var second = Refresh(await integrator.Refresh(token));
        var third = Refresh(await integrator.Refresh(second));

        await EndsTheFamily(integrator, token, third);
    }

    /// <summary>A client with many processes that refresh at every request, each with the token that it has: none is signed out.</summary>
    [Theory, OnEachDatabase]
    public async Task Many_processes_that_refresh_with_tokens_of_different_age_all_get_the_newest(Database database)
    {
        var session = await browserSessions.On(database);
        var integrator = new Integrator(session.Server);
        var held = Enumerable.Repeat(Refresh(await integrator.Tokens(session)), 16).ToArray();
        for (var round = 0; round < 5; round++)
        {
            for (var process = 0; process < held.Length; process++)
                if ((process + round) % 3 > 0) // the others are slow
                    held[process] = Refresh(await integrator.Refresh(held[process]));
            session.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        }
        foreach (var token in held)
            (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(Integrator.Web)]
    [InlineData(Integrator.Native)]
    public async Task Any_sequence_of_refreshes_gets_what_the_rule_says(string client)
    {
        var session = await browserSessions.On(Databases.Default);
        var (server, integrator) = (session.Server, new Integrator(session.Server, client));
        TimeSpan[] steps = [TimeSpan.Zero, .. new[] { 0.5, 4, 9.999, 10, 60, 119.999, 120, 590, 600 }.Select(TimeSpan.FromSeconds)];
        var families = new List<string>();
        for (var i = 0; i < Iterations.Of(8, 1_000); i++)
            families.Add(Refresh(await integrator.Tokens(session)));
        foreach (var token in families)
        {
            List<string> tokens = [token];
            var model = new ModelOfFamily(client == Integrator.Native);
            var history = "";
            for (var i = 0; i < 12 && !model.HasEnded; i++)
            {
                var (step, presented) = (
                    steps[RandomNumberGenerator.GetInt32(steps.Length)],
                    Math.Max(0, tokens.Count - 1 - RandomNumberGenerator.GetInt32(4))
                );
                server.Clock.Advance(step);
                history += $" +{step.TotalSeconds} s: {presented}";
                var answer = await integrator.Refresh(tokens[presented]);
                if (model.Present(presented, server.Clock.GetUtcNow()) is not { } expected)
                {
                    answer.Body.ShouldBe(Integrator.WrongRefreshToken, history);
                    continue;
                }
                answer.Status.ShouldBe(200, history);
                if (expected == tokens.Count)
                    tokens.Add(Refresh(answer));
                Refresh(answer).ShouldBe(tokens[expected], history);
            }
            (await integrator.Refresh(tokens[^1])).Status.ShouldBe(model.HasEnded ? 400 : 200, history);
        }
    }

    [Theory, OnEachDatabase]
    public async Task A_family_that_ends_leaves_the_persons_other_families_alone(Database database)
    {
        var session = await browserSessions.On(database);
        var integrator = new Integrator(session.Server);
        var other = Refresh(await integrator.Tokens(session));
        var token = Refresh(await integrator.Tokens(session));
        await integrator.Refresh(token);
        session.Server.Clock.Advance(TimeSpan.FromMinutes(10));
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);

        (await integrator.Refresh(other)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_successor_is_sealed_under_the_token_before_it()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var integrator = new Integrator(server);
        var (one, other) = (Refresh(await integrator.Tokens(session)), Refresh(await integrator.Tokens(session)));
        var (afterOne, afterOther) = (Refresh(await integrator.Refresh(one)), Refresh(await integrator.Refresh(other)));
        await using (var db = server.Db("dc3"))
        {
            var rows = await db.RefreshTokens.IgnoreQueryFilters().Where(row => row.Successor != null).ToListAsync();
            foreach (var text in (string[])[one, other, afterOne, afterOther])
                rows.ShouldNotContain(row => Encoding.Latin1.GetString(row.Successor!).Contains(text));
            var (first, second) = (
                rows.Single(row => row.Hash.SequenceEqual(Hash(one))),
                rows.Single(row => row.Hash.SequenceEqual(Hash(other)))
            );
            (first.Successor, second.Successor) = (second.Successor, first.Successor);
            await db.SaveChangesAsync();
        }

        var swapped = await integrator.Refresh(one);

        swapped.Status.ShouldNotBe(200);
        swapped.Body.ShouldNotContain(afterOther);
    }

    /// <summary>The log counts each, in a row for the hour.</summary>
    private static async Task IsNoted(TestServer server, Answer repeat, string successor, DateTimeOffset spentAt, int times = 1)
    {
        Refresh(repeat).ShouldBe(successor);
        var sentence =
            $"a refresh token that was spent on {spentAt:d MMMM yyyy HH:mm:ss} UTC was sent again, and got its successor, which was still unused";
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db("dc3");
                var rows = await db.Refusals.IgnoreQueryFilters().Where(row => row.Reason == sentence).ToListAsync();
                return rows.Sum(row => row.Count) == times
                    && rows.TrueForAll(row => row.Code.Length == 0 && row.Kind == nameof(RefusalKind.RefreshTokenRepeated));
            }
        );
    }

    private static async Task EndsTheFamily(Integrator integrator, string reused, string newest)
    {
        var reuse = await integrator.Refresh(reused);
        (reuse.Status, reuse.Body).ShouldBe((400, Integrator.WrongRefreshToken));
        (await integrator.Refresh(newest)).Body.ShouldBe(Integrator.WrongRefreshToken);
        await EndedWithItsAccessTokens(integrator.Server, newest);
    }

    private static async Task EndedWithItsAccessTokens(TestServer server, string token)
    {
        await using var db = server.Db("dc3");
        var hash = Hash(token);
        var familyId = (await db.RefreshTokens.IgnoreQueryFilters().SingleAsync(row => row.Hash == hash)).FamilyId;
        var family = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.Id == familyId);
        family.EndedAt.ShouldBe(server.Clock.GetUtcNow());
        family.EndReason!.ShouldStartWith("a refresh token that was spent on ");
        var rows = await db.AccessTokens.IgnoreQueryFilters().Where(row => row.FamilyId == familyId).ToListAsync();
        rows.Count.ShouldBeGreaterThan(1);
        rows.ShouldAllBe(row => row.RevokedAt == family.EndedAt || row.ExpiresAt <= family.EndedAt); // revoked, or over anyway
        (await db.RefreshTokens.IgnoreQueryFilters().Where(row => row.FamilyId == familyId).ToListAsync()).ShouldAllBe(row =>
            row.Successor == null
        );
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    /// <summary>The rule in the words of the guide: what each token of a family gets, by its place in the chain.</summary>
    private sealed class ModelOfFamily(bool isPublic)
    {
        private readonly List<DateTimeOffset> spentAt = [];
        private readonly Dictionary<int, int> late = [];

        public bool HasEnded { get; private set; }

        /// <summary>The place of the token that a presented one gets; null if the family ends.</summary>
        public int? Present(int place, DateTimeOffset now)
        {
            var newest = spentAt.Count;
            if (place == newest)
            {
                spentAt.Add(now);
                return newest + 1;
            }
            if (!isPublic && spentAt[place..].TrueForAll(at => now < at.AddSeconds(10)))
                return newest;
            if (
                place == newest - 1
                && now < spentAt[place].AddMinutes(isPublic ? 2 : 10)
                && late.GetValueOrDefault(place) < (isPublic ? 1 : 2)
            )
            {
                late[place] = late.GetValueOrDefault(place) + 1;
                return newest;
            }
            HasEnded = true;
            return null;
        }
    }
}
