using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>App keys: how they are made and kept, and what they are good for.</summary>
public sealed class AppKeyTests(ThreeDatacentreServers houses) : IClassFixture<ThreeDatacentreServers>
{
    private const string Live = "http://login.dc4.localhost:5080";
    private const string Key = "demo-live-app-key-0123456789abcd";

    [Fact]
    public void A_made_key_is_32_letters_and_digits_and_never_the_same()
    {
        var made = Enumerable.Range(0, 100).Select(_ => AppKeys.Make().Reveal()).ToList();
        made.ShouldAllBe(key => Regex.IsMatch(key, "^[A-Za-z0-9]{32}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        made.ShouldBeUnique();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_key_can_be_shown_again_but_is_not_in_the_database()
    {
        var server = await houses.On();
        var keys = server.Services("dc4").GetRequiredService<AppKeys>();
        await using var db = server.Db("dc4");
        var secret = await db.Secrets.IgnoreQueryFilters().SingleAsync(row => row.ClientId == "98434376");
        keys.Open(secret)!.Reveal().ShouldBe(Key);
        secret.Hash.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        Encoding.Latin1.GetString(secret.Sealed!).ShouldNotContain("app-key");
        secret.Hint.ShouldBe("bcd");
        var machine = await db
            .Secrets.IgnoreQueryFilters()
            .SingleAsync(row => row.ClientId == "hr-api" && row.Environment == TenantEnvironment.LIVE);
        keys.Open(machine).ShouldBeNull();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_sealed_key_opens_at_its_own_row_only()
    {
        var server = await houses.On();
        var keys = server.Services("dc4").GetRequiredService<AppKeys>();
        var sealedKey = keys.Seal(new(Key), "98434376", 977, TenantEnvironment.LIVE, server.Clock.GetUtcNow());
        keys.Open(sealedKey)!.Reveal().ShouldBe(Key);
        Should.Throw<CryptographicException>(() => keys.Open(Moved(sealedKey, "11111111", TenantEnvironment.LIVE)));
        Should.Throw<CryptographicException>(() => keys.Open(Moved(sealedKey, "98434376", TenantEnvironment.UAT)));
        var another = keys.Seal(new(Key), "98434376", 977, TenantEnvironment.LIVE, server.Clock.GetUtcNow());
        another.Sealed.ShouldNotBe(sealedKey.Sealed);
    }

    [Fact]
    public async Task Two_keys_live_during_a_rotation_and_the_disabled_one_ends()
    {
        var server = await houses.On();
        var keys = server.Services("dc4").GetRequiredService<AppKeys>();
        var second = AppKeys.Make();
        var row = keys.Seal(second, "98434377", 977, TenantEnvironment.UAT, server.Clock.GetUtcNow());
        await using var db = server.Db("dc4");
        db.Secrets.Add(row);
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc4");
        const string uat = "http://loginuat.dc4.localhost:5080";
        (await Login(server, "98434377", "demo-uat-app-key-0123456789abcde", uat)).Status.ShouldBe(200);
        (await Login(server, "98434377", second.Reveal(), uat)).Status.ShouldBe(200);

        row.DisabledAt = server.Clock.GetUtcNow();
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc4");
        (await Login(server, "98434377", "demo-uat-app-key-0123456789abcde", uat)).Status.ShouldBe(200);
        (await Login(server, "98434377", second.Reveal(), uat)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_token_of_a_login_is_a_JWT_for_an_hour_with_all_scopes_of_the_client()
    {
        var server = await houses.On();
        var jwt = new JsonWebToken((await Login(server, "98434376", Key)).Json.GetProperty("access_token").GetString());
        jwt.Typ.ShouldBe("at+jwt");
        jwt.Issuer.ShouldBe(Live);
        jwt.Audiences.ShouldBe(["urn:tokenhouse:payments"]);
        (jwt.ValidTo - jwt.IssuedAt).ShouldBe(TimeSpan.FromHours(1));
        jwt.GetClaim("client_id").Value.ShouldBe("98434376");
        jwt.GetClaim("scope").Value.ShouldBe("payments.read payments.write");
        jwt.GetClaim("tenant_id").Value.ShouldBe("977");
        jwt.GetClaim("environment").Value.ShouldBe("LIVE");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Wrong_key_unknown_id_wrong_environment_and_disabled_key_are_answered_alike()
    {
        var server = await houses.On();
        var disabled = AppKeys.Make();
        var row = server
            .Services("dc4")
            .GetRequiredService<AppKeys>()
            .Seal(disabled, "98434376", 977, TenantEnvironment.LIVE, server.Clock.GetUtcNow());
        row.DisabledAt = server.Clock.GetUtcNow();
        await using (var db = server.Db("dc4"))
        {
            db.Secrets.Add(row);
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges("dc4");
        Answer[] answers =
        [
            await Login(server, "98434376", Key[..31] + "X"),
            await Login(server, "10000000", Key),
            await Login(server, "98434377", "demo-uat-app-key-0123456789abcde"),
            await Login(server, "98434376", disabled.Reveal()),
        ];
        answers.Select(answer => answer.ToString()).Distinct().ShouldHaveSingleItem();
        answers[0].Status.ShouldBe(401);
    }

    [Fact]
    public async Task Without_a_contract_the_login_is_forbidden_and_the_body_says_so()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc4"] });
        await using var db = server.Db("dc4");
        (
            await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == 977 && row.Environment == TenantEnvironment.LIVE)
        ).Until = server.Clock.GetUtcNow();
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc4");
        var answer = await Login(server, "98434376", Key);
        answer.Status.ShouldBe(403);
        answer.Body.ShouldBe(
            """{"status":"error","error_type":"forbidden","title":"This client has no scopes at the moment. Ask the vendor about the contract.","instance":"/v1/login"}"""
        );
    }

    [Fact]
    public async Task A_tenant_without_the_dialect_cannot_log_in_at_the_site()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc4"] });
        await using var db = server.Db("dc4");
        (await db.Tenants.SingleAsync(row => row.Id == 977)).Dialects = ["Connect"];
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc4");
        var answer = await Login(server, "98434376", Key);
        answer.Status.ShouldBe(403);
        answer.Json.GetProperty("error_type").GetString().ShouldBe("forbidden");
        (await server.Token(Live, "98434376", Key)).Status.ShouldBe(200); // it moved to the standard
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_in_the_envelope()
    {
        var server = await houses.On();
        var answer = await Login(server, "98434376", new string('x', 70_000));
        answer.Status.ShouldBe(413);
        answer.Body.ShouldBe(
            """{"status":"error","error_type":"validation","title":"The body is larger than the limit of 65536 bytes.","instance":"/v1/login"}"""
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_fails_on_our_side_is_an_internal_server_error_with_a_correlation_id()
    {
        var broken = new BrokenReader("\"WithdrawnAt\"");
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc4"],
                Services = services => services.AddSingleton<Microsoft.EntityFrameworkCore.Diagnostics.IInterceptor>(broken),
            }
        );
        var answer = await Login(server, "98434376", Key);
        answer.Status.ShouldBe(500);
        answer.Body.ShouldBe(
            $$"""{"status":"error","error_type":"internal_server_error","title":"Something went wrong on our side. Try again. If it keeps happening, report the correlation ID {{answer.CorrelationId}}.","instance":"/v1/login"}"""
        );
    }

    private static async Task<Answer> Login(TestServer server, string id, string key, string origin = Live)
    {
        using var response = await server.Http.PostAsJsonAsync(new Uri(origin + "/v1/login"), new { app_id = id, app_key = key });
        return await Answer.From(response);
    }

    private static Tokenhouse.Server.Data.Entities.Secret Moved(
        Tokenhouse.Server.Data.Entities.Secret secret,
        string clientId,
        TenantEnvironment environment
    ) =>
        new()
        {
            Id = secret.Id,
            ClientId = clientId,
            TenantId = secret.TenantId,
            Environment = environment,
            Hash = secret.Hash,
            Hint = secret.Hint,
            Sealed = secret.Sealed,
            CreatedAt = secret.CreatedAt,
        };
}
