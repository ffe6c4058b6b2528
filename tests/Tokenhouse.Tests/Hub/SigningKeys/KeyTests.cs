using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SigningKeys;

/// <summary>Signing keys are shown with their lives, rotated before their time without anybody noticing, and withdrawn when one was stolen.</summary>
public sealed class KeyTests
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";

    [Fact]
    public async Task Every_site_and_algorithm_has_a_key_that_signs()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var session = await server.Operator("/operator/keys");
        session.Texts(".hub-page h2").ShouldBe(["LIVE ES256", "LIVE RS256", "UAT ES256", "UAT RS256"]);
        var (live, uat) = (await Published(server, BrowserSession.Dc3), await Published(server, Uat));
        session.Texts(".card-row h3").ShouldBe([.. live.Concat(uat).Select(kid => kid + " Signing")], ignoreOrder: true);
        session
            .Texts(".card-row p")
            .ShouldAllBe(text => text == "Created 21 November 2026, 12:00 UTC; signs since 21 November 2026, 12:00 UTC.");
    }

    [Fact]
    public async Task A_key_that_is_rotated_now_is_published_at_once_and_signs_an_hour_later()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var before = await Published(server, BrowserSession.Dc3);
        var signer = await Signer(server);
        var session = await server.Operator("/operator/keys");
        await session.Send("/keys/LIVE/ES256/rotate");
        session.Said().ShouldBe("The next key is published. It starts to sign in an hour.");
        var next = (await Published(server, BrowserSession.Dc3)).Except(before).ShouldHaveSingleItem();
        session
            .Texts(".card-row p")
            .ShouldContain(
                "Created 21 November 2026, 12:00 UTC; signs since 21 November 2026, 12:00 UTC, until 21 November 2026, 13:00 UTC; published until 21 November 2026, 14:05 UTC."
            );
        (await Published(server, Uat)).Count.ShouldBe(2);
        (await Signer(server)).ShouldBe(signer);

        server.Clock.Advance(TimeSpan.FromHours(1));
        (await Signer(server)).ShouldBe(next);
        (await Published(server, BrowserSession.Dc3)).ShouldContain(signer); // what it signed goes on
        server.Clock.Advance(TimeSpan.FromMinutes(65));
        (await Published(server, BrowserSession.Dc3)).ShouldNotContain(signer);
        var entry = (await server.AuditOf(Datacentre.Vendor)).ShouldHaveSingleItem();
        (entry.Act, entry.Target, entry.Environment).ShouldBe(("key.added", next, TenantEnvironment.LIVE));
    }

    [Fact]
    public async Task While_the_next_key_waits_there_is_nothing_to_rotate()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var session = await server.Operator("/operator/keys");
        await session.Send("/keys/LIVE/ES256/rotate");
        await session.Send("/keys/LIVE/ES256/rotate");
        session.Answer.Status.ShouldBe(409);
        session
            .Page.QuerySelector(".hub-page p")
            .Text()
            .ShouldEndWith("signs from 21 November 2026, 13:00 UTC. You can rotate again after that.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_stolen_key_is_withdrawn_with_every_token_that_it_signed()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var (old, stolen) = (await Token(server), await Signer(server));
        (await IsActive(server, old)).ShouldBeTrue();
        var session = await server.Operator("/operator/keys");
        await session.Send("/keys/LIVE/ES256/rotate"); // the one that waits goes too
        var waiting = await Published(server, BrowserSession.Dc3);
        await session.OpenHub("/operator/keys/live/ES256/end");
        session.Heading.ShouldBe("Revoke the ES256 keys");
        await session.Send("/end");
        session.Said().ShouldBe("The keys are revoked. A new key signs now.");

        var published = await Published(server, BrowserSession.Dc3);
        published.Count.ShouldBe(2); // the new one, and that of RS256
        published.ShouldNotContain(stolen);
        published.Intersect(waiting).Count().ShouldBe(1);
        (await IsActive(server, old)).ShouldBeFalse();
        var fresh = await Token(server);
        (await IsActive(server, fresh)).ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromHours(2));
        (await Published(server, BrowserSession.Dc3)).ShouldBe(published, ignoreOrder: true);
        (await server.AuditOf(Datacentre.Vendor)).Select(entry => entry.Act).ShouldBe(["key.added", "keys.ended"]);
    }

    [Fact]
    public async Task There_are_no_keys_of_what_there_is_not()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        foreach (var path in (string[])["/keys/test/ES256/rotate", "/keys/live/HS256/rotate", "/keys/live/HS256/end"])
            (await server.Call(token, HttpMethod.Post, path)).Status.ShouldBe(404);
    }

    private static async Task<string> Token(TestServer server) =>
        (await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write"))
            .Json.GetProperty("access_token")
            .GetString()!;

    private static async Task<string> Signer(TestServer server) =>
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await Token(server)).Kid;

    private static async Task<bool> IsActive(TestServer server, string token) =>
        (await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], "hr-api"))
            .Json.GetProperty("active")
            .GetBoolean();

    private static async Task<IReadOnlyList<string>> Published(TestServer server, string origin) =>
        [
            .. (await server.Get(origin + "/.well-known/jwks.json"))
                .Json.GetProperty("keys")
                .EnumerateArray()
                .Select(key => key.GetProperty("kid").GetString()!),
        ];
}
