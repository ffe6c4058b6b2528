using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.EndSession;

/// <summary>How long a session's ID token is recognised when signing keys change.</summary>
public sealed class HintKeyTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    [Trait("Category", "Security")]
    public async Task A_hint_outlives_the_replacement_of_its_key_but_not_its_revocation()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator(EndSessionTests.Client);
        var (session, person) = (new BrowserSession(server), await server.Person());
        var hint = await EndSessionTests.IdToken(server, session, person);
        await Replace(server, TimeSpan.FromHours(1), isRevoked: false);
        for (var i = 0; i < 3; i++) // a session that is in use
        {
            server.Clock.Advance(TimeSpan.FromMinutes(50));
            await session.Open(BrowserSession.Dc3 + "/account");
        }
        var published = (await server.Get(BrowserSession.Dc3 + "/.well-known/jwks.json")).Body;
        published.ShouldNotContain(new JsonWebToken(hint).Kid);
        await session.Open(EndSessionTests.Link(("id_token_hint", hint)));
        session.Heading.ShouldBe("You're signed out");

        hint = await EndSessionTests.IdToken(server, session, person);
        await Replace(server, TimeSpan.Zero, isRevoked: true);
        await session.Open(EndSessionTests.Link(("id_token_hint", hint)));
        (session.Answer.Status, session.Heading).ShouldBe((400, "Sign out?"));
    }

    private static Task Replace(TestServer server, TimeSpan after, bool isRevoked) =>
        server.Change(async db =>
        {
            var keys = await db
                .SigningKeys.Where(key => key.Environment == TenantEnvironment.LIVE && key.Algorithm == SigningAlgorithms.RS256)
                .OrderBy(key => key.Generation)
                .ToListAsync();
            var factory = server.Services("dc3").GetRequiredService<SigningKeyFactory>();
            db.SigningKeys.Add(
                factory.Make(TenantEnvironment.LIVE, SigningAlgorithms.RS256, keys[^1].Generation + 1, server.Clock.GetUtcNow() + after)
            );
            if (isRevoked)
                db.SigningKeys.RemoveRange(keys);
        });
}
