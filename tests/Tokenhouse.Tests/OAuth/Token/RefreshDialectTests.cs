using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>An integrator moves from the old dialect to its successor without a new sign-in, and nowhere else.</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class RefreshDialectTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task A_token_of_OAuth2Legacy_is_taken_by_OAuthV2_and_followed_by_one_of_its_own()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var (old, successor) = (Of(server, "OAuth2Legacy"), Of(server, "OAuthV2"));
        var token = Refresh(await old.Tokens(session));

        var moved = await successor.Refresh(token);

        Refresh(moved).ShouldStartWith("_1XBPWQQ_");
        moved.Json.GetProperty("access_token").GetString()!.ShouldStartWith("_0XBPWQQ_");
        (await old.Refresh(Refresh(moved))).Body.ShouldBe(Integrator.WrongRefreshToken); // there is no way back
        var next = Refresh(await successor.Refresh(Refresh(moved)));
        var (first, last) = (Hash(token), Hash(next));
        await using var db = server.Db("dc3");
        var rows = db.RefreshTokens.IgnoreQueryFilters();
        (await rows.SingleAsync(row => row.Hash == last)).FamilyId.ShouldBe((await rows.SingleAsync(row => row.Hash == first)).FamilyId);
    }

    [Fact]
    public async Task No_other_pair_crosses_and_what_is_refused_is_not_spent()
    {
        var session = await browserSessions.On();
        var refreshing = DialectCatalogue.List.Where(dialect => dialect.Grants.Contains("refresh_token")).ToList();
        foreach (var issued in refreshing)
        {
            var own = Of(session.Server, issued.Name);
            var token = Refresh(await own.Tokens(session));
            foreach (var other in refreshing)
                if (other != issued && (issued.Name, other.Name) is not ("OAuth2Legacy", "OAuthV2"))
                    (await Of(session.Server, other.Name).Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
            (await own.Refresh(token)).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_repeat_at_the_old_dialect_after_the_move_gets_nothing_and_ends_nothing_within_the_window()
    {
        var session = await browserSessions.On();
        var (old, successor) = (Of(session.Server, "OAuth2Legacy"), Of(session.Server, "OAuthV2"));
        var token = Refresh(await old.Tokens(session));
        var moved = await successor.Refresh(token);

        (await old.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);

        Refresh(await successor.Refresh(token)).ShouldBe(Refresh(moved));
        (await successor.Refresh(Refresh(moved))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_old_token_that_comes_again_after_the_window_ends_the_family_at_its_successor_too()
    {
        var session = await browserSessions.On();
        var (old, successor) = (Of(session.Server, "OAuth2Legacy"), Of(session.Server, "OAuthV2"));
        var token = Refresh(await old.Tokens(session));
        var moved = Refresh(await successor.Refresh(token));
        session.Server.Clock.Advance(TimeSpan.FromMinutes(10));

        (await old.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);

        (await successor.Refresh(moved)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    private static Integrator Of(TestServer server, string dialect) =>
        new(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
