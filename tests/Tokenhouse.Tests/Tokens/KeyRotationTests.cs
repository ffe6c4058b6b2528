using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

public sealed class KeyRotationTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Every_site_has_an_ES256_and_an_RS256_key_of_its_own()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc2", "dc3", "dc4", "dc5"] });
        var seen = new HashSet<string>();
        foreach (var datacentre in server.Datacentres.Select(host => host.Datacentre.Name))
        foreach (var label in (string[])["login", "loginuat"])
        {
            var keys = await Keys(server, $"http://{label}.{datacentre}.localhost:5080");
            keys.Select(key => key.Algorithm).Order().ShouldBe(["ES256", "RS256"]);
            keys.ShouldAllBe(key => seen.Add(key.Id));
        }
        seen.Count.ShouldBe(16);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Only_public_halves_are_published_and_only_sealed_keys_are_stored()
    {
        await using var server = await TestServer.Start(Databases.Default);
        var published = (await server.Get(TestServer.Dc2 + "/.well-known/jwks.json")).Json.GetProperty("keys");
        foreach (var key in published.EnumerateArray())
            key.EnumerateObject()
                .Select(member => member.Name)
                .ShouldBe(
                    key.GetProperty("kty").GetString() == "EC"
                        ? ["kty", "use", "alg", "kid", "crv", "x", "y"]
                        : ["kty", "use", "alg", "kid", "n", "e"]
                );

        await using var db = server.Db();
        foreach (var stored in await db.SigningKeys.ToListAsync())
        {
            Should.Throw<System.Security.Cryptography.CryptographicException>(() => LoadedSigningKey.From(stored, stored.Sealed));
            Encoding.Latin1.GetString(stored.Sealed).ShouldNotContain("PRIVATE");
        }
        (await db.DataProtectionKeys.Select(key => key.Xml).ToListAsync()).ShouldAllBe(xml =>
            !xml!.Contains("<value>") && xml.Contains("<masterKey id=")
        );
    }

    [Theory, OnEachDatabase]
    public async Task The_next_key_is_published_before_it_signs_and_the_old_one_until_its_last_token_has_expired(Database database)
    {
        await using var server = await TestServer.Start(database);
        var start = server.Clock.GetUtcNow();
        var first = await Signer(server);

        await AdvanceTo(server, start + SigningKeyRotationService.Period - SigningKeyRotationService.Notice - Hour);
        (await Es256(server)).ShouldBe([first]);

        await AdvanceTo(server, start + SigningKeyRotationService.Period - SigningKeyRotationService.Notice);
        await Eventually.True(async () => (await Es256(server)).Count == 2);
        var next = (await Es256(server)).Single(id => id != first);
        (await Signer(server)).ShouldBe(first);

        await AdvanceTo(server, start + SigningKeyRotationService.Period - TimeSpan.FromSeconds(1));
        (await Signer(server)).ShouldBe(first);
        var lastOfFirst = await Token(server);

        await AdvanceTo(server, start + SigningKeyRotationService.Period);
        (await Signer(server)).ShouldBe(next);
        (await Es256(server)).ShouldBe([first, next], ignoreOrder: true);

        await AdvanceTo(server, new DateTimeOffset(lastOfFirst.ValidTo, TimeSpan.Zero));
        (await Es256(server)).ShouldContain(first);

        await AdvanceTo(server, start + SigningKeyRotationService.Period + TimeSpan.FromDays(2));
        (await Es256(server)).ShouldBe([next]);
        await Eventually.True(async () =>
        {
            await using var db = server.Db();
            return !await db.SigningKeys.AnyAsync(key => key.Id == first);
        });
    }

    [Theory, OnEachDatabase]
    public async Task Two_servers_that_rotate_at_once_make_one_key(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Clock = new(), Folder = folder.Path };
        await using var one = await TestServer.Start(plan);
        await using var other = await TestServer.Start(plan);
        one.Clock.Advance(SigningKeyRotationService.Period - SigningKeyRotationService.Notice - SigningKeyRotationService.Tolerance); // the timers have not fired for it yet

        for (var round = 2; round < 2 + Iterations.Of(3, 30); round++)
        {
            one.Clock.Advance(SigningKeyRotationService.Period);
            var rotations = new[] { one, other }.Select(server => Rotation(server).Rotate(CancellationToken.None));
            await Task.WhenAll(rotations);
            await using var db = one.Db();
            var generations = await db
                .SigningKeys.Where(key => key.Environment == TenantEnvironment.LIVE && key.Algorithm == "ES256")
                .Select(key => key.Generation)
                .ToListAsync();
            generations.Distinct().Count().ShouldBe(generations.Count);
            await one.HearOfChanges();
            await other.HearOfChanges();
            (await Signer(one)).ShouldBe(await Signer(other));
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_key_that_cannot_be_unsealed_is_left_out_and_keeps_nothing_else_from_being_followed()
    {
        await using var server = await TestServer.Start(Databases.Default);
        var signer = await Signer(server);
        await using (var db = server.Db())
        {
            var now = server.Clock.GetUtcNow();
            db.SigningKeys.Add(
                new()
                {
                    Id = "bad",
                    Environment = TenantEnvironment.LIVE,
                    Algorithm = "ES256",
                    Generation = 2,
                    Sealed = [1, 2, 3],
                    CreatedAt = now,
                    SignsAt = now,
                }
            );
            (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "acme-uat")).DisabledAt = now;
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        (await server.Token("http://loginuat.dc2.localhost:5080", "acme-uat", "acme-uat-demo-secret")).Status.ShouldBe(401);
        (await Signer(server)).ShouldBe(signer);
        (await Es256(server)).ShouldBe([signer]);
    }

    [Fact]
    public async Task Without_a_key_that_can_be_unsealed_the_start_is_refused_with_a_sentence()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default) { Folder = folder.Path };
        await using (var server = await TestServer.Start(plan))
        {
            await using var db = server.Db();
            await db
                .SigningKeys.Where(key => key.Environment == TenantEnvironment.UAT)
                .ExecuteUpdateAsync(key => key.SetProperty(k => k.Sealed, new byte[] { 1 }));
        }
        (await Should.ThrowAsync<Tokenhouse.Server.Hosting.Options.StartRefusedException>(() => TestServer.Start(plan))).Message.ShouldBe(
            "Can't unseal any ES256 key of UAT at dc2. Restore the tables SigningKeys and ProtectionKeys from the same backup."
        );
    }

    [Theory, OnEachDatabase]
    public async Task A_restart_keeps_the_keys(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        IReadOnlyList<Key> before;
        await using (var server = await TestServer.Start(plan))
            before = await Keys(server, TestServer.Dc2);
        await using var again = await TestServer.Start(plan);
        (await Keys(again, TestServer.Dc2)).ShouldBe(before);
    }

    private static SigningKeyRotationService Rotation(TestServer server) =>
        server.Services().GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SigningKeyRotationService>().Single();

    // In steps that the hourly timer is made for: a server is not asleep for months.
    private static async Task AdvanceTo(TestServer server, DateTimeOffset time)
    {
        var rotation = Rotation(server);
        server.Clock.Advance(time - server.Clock.GetUtcNow());
        await rotation.Rotate(CancellationToken.None);
    }

    private static async Task<JsonWebToken> Token(TestServer server) =>
        new((await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Json.GetProperty("access_token").GetString());

    private static async Task<string> Signer(TestServer server) => (await Token(server)).Kid;

    private static async Task<List<string>> Es256(TestServer server) =>
        [.. (await Keys(server, TestServer.Dc2)).Where(key => key.Algorithm == "ES256").Select(key => key.Id)];

    private static async Task<IReadOnlyList<Key>> Keys(TestServer server, string origin) =>
        [
            .. (await server.Get(origin + "/.well-known/jwks.json"))
                .Json.GetProperty("keys")
                .EnumerateArray()
                .Select(key => new Key(key.GetProperty("kid").GetString()!, key.GetProperty("alg").GetString()!)),
        ];

    private sealed record Key(string Id, string Algorithm);
}
