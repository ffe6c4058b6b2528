using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>
/// A repeat within the window gets the same successor; later, or once the successor was used, the token is in two hands and the family
/// ends (RFC 9700, 4.14.2).
/// </summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class RefreshReuseTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [InlineData(Integrator.Web, 10_000)]
    [InlineData(Integrator.Native, 3_000)]
    [InlineData("grace-none", 0)]
    [InlineData("grace-a-minute", 60_000)]
    [InlineData("grace-too-long", 300_000)]
    public async Task A_repeat_within_the_window_gets_the_same_token_and_one_after_it_ends_the_family(string client, int window)
    {
        var session = await browserSessions.On();
        var server = session.Server;
        await server.AddIntegrator("grace-none", row => row.RefreshGrace = TimeSpan.Zero);
        await server.AddIntegrator("grace-a-minute", row => row.RefreshGrace = TimeSpan.FromMinutes(1));
        await server.AddIntegrator("grace-too-long", row => row.RefreshGrace = TimeSpan.FromHours(1));
        var integrator = new Integrator(server, client);
        var token = Refresh(await integrator.Tokens(session));
        var first = await integrator.Refresh(token);

        if (window > 0)
        {
            server.Clock.Advance(TimeSpan.FromMilliseconds(window - 1));
            var repeat = await integrator.Refresh(token);
            Refresh(repeat).ShouldBe(Refresh(first));
            Access(repeat).ShouldNotBe(Access(first));
            server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        var reuse = await integrator.Refresh(token);

        (reuse.Status, reuse.Body).ShouldBe((400, Integrator.WrongRefreshToken));
        (await integrator.Refresh(Refresh(first))).Body.ShouldBe(Integrator.WrongRefreshToken);
        await EndedWithItsAccessTokens(server, Refresh(first));
    }

    [Theory]
    [OnEachDatabase(Integrator.Web)]
    [OnEachDatabase(Integrator.Native)]
    public async Task A_repeat_after_the_successor_was_used_ends_the_family_even_within_the_window(Database database, string client)
    {
        var session = await browserSessions.On(database);
        var integrator = new Integrator(session.Server, client);
        var token = Refresh(await integrator.Tokens(session));
        var second = Refresh(await integrator.Refresh(token));
        var third = Refresh(await integrator.Refresh(second));

        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);

        (await integrator.Refresh(third)).Body.ShouldBe(Integrator.WrongRefreshToken);
        await EndedWithItsAccessTokens(session.Server, third);
    }

    [Theory, OnEachDatabase]
    public async Task A_family_that_ends_leaves_the_persons_other_families_alone(Database database)
    {
        var session = await browserSessions.On(database);
        var integrator = new Integrator(session.Server);
        var other = Refresh(await integrator.Tokens(session));
        var token = Refresh(await integrator.Tokens(session));
        await integrator.Refresh(token);
        session.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);

        (await integrator.Refresh(other)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_window_does_not_move_with_each_repeat()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var token = Refresh(await integrator.Tokens(session));
        await integrator.Refresh(token);
        for (var i = 0; i < 3; i++)
        {
            session.Server.Clock.Advance(TimeSpan.FromSeconds(3));
            (await integrator.Refresh(token)).Status.ShouldBe(200);
        }
        session.Server.Clock.Advance(TimeSpan.FromSeconds(3));
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
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
}
