using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Keys;

/// <summary>Signing keys are shown with their lives, rotated before their time without anybody noticing, and withdrawn when one was stolen.</summary>
public sealed class KeyTests
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";

    [Fact]
    public async Task Every_site_and_algorithm_has_a_key_that_signs()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var visitor = await house.Operator("/operator/keys");
        visitor.Texts(".hub-page h2").ShouldBe(["LIVE ES256", "LIVE RS256", "UAT ES256", "UAT RS256"]);
        var (live, uat) = (await Published(house, Visitor.Dc3), await Published(house, Uat));
        visitor.Texts(".card-row h3").ShouldBe([.. live.Concat(uat).Select(kid => kid + " Signs")], ignoreOrder: true);
        visitor
            .Texts(".card-row p")
            .ShouldAllBe(text => text == "Created 21 November 2026, 12:00 UTC; signs since 21 November 2026, 12:00 UTC.");
    }

    [Fact]
    public async Task A_key_that_is_rotated_now_is_published_at_once_and_signs_an_hour_later()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var before = await Published(house, Visitor.Dc3);
        var signer = await Signer(house);
        var visitor = await house.Operator("/operator/keys");
        await visitor.Send("/keys/live/ES256/rotate");
        visitor.Said().ShouldBe("The next key is published. It starts to sign in an hour.");
        var next = (await Published(house, Visitor.Dc3)).Except(before).ShouldHaveSingleItem();
        visitor
            .Texts(".card-row p")
            .ShouldContain(
                "Created 21 November 2026, 12:00 UTC; signs since 21 November 2026, 12:00 UTC, until 21 November 2026, 13:00 UTC; published until 21 November 2026, 14:05 UTC."
            );
        (await Published(house, Uat)).Count.ShouldBe(2);
        (await Signer(house)).ShouldBe(signer);

        house.Clock.Advance(TimeSpan.FromHours(1));
        (await Signer(house)).ShouldBe(next);
        (await Published(house, Visitor.Dc3)).ShouldContain(signer); // what it signed goes on
        house.Clock.Advance(TimeSpan.FromMinutes(65));
        (await Published(house, Visitor.Dc3)).ShouldNotContain(signer);
        var entry = (await house.AuditOf(Datacentre.Vendor)).ShouldHaveSingleItem();
        (entry.Act, entry.Target, entry.Environment).ShouldBe(("key.added", next, Environment.LIVE));
    }

    [Fact]
    public async Task While_the_next_key_waits_there_is_nothing_to_rotate()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var visitor = await house.Operator("/operator/keys");
        await visitor.Send("/keys/live/ES256/rotate");
        await visitor.Send("/keys/live/ES256/rotate");
        visitor.Answer.Status.ShouldBe(409);
        visitor
            .Page.QuerySelector(".hub-page p")
            .Text()
            .ShouldEndWith("signs from 21 November 2026, 13:00 UTC. You can rotate again after that.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_stolen_key_is_withdrawn_with_every_token_that_it_signed()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var (old, stolen) = (await Token(house), await Signer(house));
        (await IsActive(house, old)).ShouldBeTrue();
        var visitor = await house.Operator("/operator/keys");
        await visitor.Send("/keys/live/ES256/rotate"); // the one that waits goes too
        var waiting = await Published(house, Visitor.Dc3);
        await visitor.OpenHub("/operator/keys/live/ES256/end");
        visitor.Heading.ShouldBe("Withdraw the ES256 keys");
        await visitor.Send("/end");
        visitor.Said().ShouldBe("The keys are revoked. A new key signs now.");

        var published = await Published(house, Visitor.Dc3);
        published.Count.ShouldBe(2); // the new one, and that of RS256
        published.ShouldNotContain(stolen);
        published.Intersect(waiting).Count().ShouldBe(1);
        (await IsActive(house, old)).ShouldBeFalse();
        var fresh = await Token(house);
        (await IsActive(house, fresh)).ShouldBeTrue();
        house.Clock.Advance(TimeSpan.FromHours(2));
        (await Published(house, Visitor.Dc3)).ShouldBe(published, ignoreOrder: true);
        (await house.AuditOf(Datacentre.Vendor)).Select(entry => entry.Act).ShouldBe(["key.added", "keys.ended"]);
    }

    [Fact]
    public async Task There_are_no_keys_of_what_there_is_not()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var token = await house.HubToken(Datacentre.Vendor, "hub.tenants.write");
        foreach (var path in (string[])["/keys/test/ES256/rotate", "/keys/live/HS256/rotate", "/keys/live/HS256/end"])
            (await house.Call(token, HttpMethod.Post, path)).Status.ShouldBe(404);
    }

    private static async Task<string> Token(House house) =>
        (await house.Token(Visitor.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write"))
            .Json.GetProperty("access_token")
            .GetString()!;

    private static async Task<string> Signer(House house) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await Token(house)).Kid;

    private static async Task<bool> IsActive(House house, string token) =>
        (await house.Post(Visitor.Dc3 + "/connect/introspect", [("token", token)], "hr-api")).Json.GetProperty("active").GetBoolean();

    private static async Task<IReadOnlyList<string>> Published(House house, string origin) =>
        [
            .. (await house.Get(origin + "/.well-known/jwks.json"))
                .Json.GetProperty("keys")
                .EnumerateArray()
                .Select(key => key.GetProperty("kid").GetString()!),
        ];
}
