using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.AspNetCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.ClientState;

/// <summary>One client revokes very many tokens: the API goes on hearing of everything, and nobody else notices. The figures stand in the output.</summary>
[OuterTier]
[Trait("Category", "Security")]
public sealed class MassRevocationTests(ITestOutputHelper output)
{
    private const string Api = "urn:tokenhouse:hr";
    private const string Scope = "Public.Job.Read";

    [Theory, OnEachDatabase]
    public async Task Rows_of_an_earlier_release_are_one_line_and_other_tenants_go_on(Database database)
    {
        await using var server = await TestServer.Start(database);
        var hostile = await server.Add("hostile", [Scope]);
        var allowed = await server.Add("allowed", [Scope]);
        await using (var db = server.Db())
        {
            db.AllowedNetworks.Add(Arrange.Network("127.0.0.1/32", allowed.Id, "allowed"));
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        var before = await ClientStateTests.State(server, query: $"?tenant={allowed.Id}");
        var rows = Iterations.Of(20_000, 370_000);
        await Insert(server, database, hostile, rows);
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        var early = await Token(server, "hostile");

        using var handler = HandlerTo(server.Port);
        var watch = Stopwatch.StartNew();
        var allocated = GC.GetTotalAllocatedBytes();
        await using var api = await ProtectedApi.Start(options =>
        {
            options.Authorities = [TestServer.Dc2];
            options.ClientSecret = "hr-api-demo-secret";
            options.BackchannelHttpHandler = handler;
        });
        (await api.Call(await Token(server, "allowed"), "/who")).Status.ShouldBe(200);
        output.WriteLine($"{database}: {rows} rows; an API has its first state after {watch.Elapsed.TotalMilliseconds:0} ms");
        output.WriteLine($"allocated by server and API together: {(GC.GetTotalAllocatedBytes() - allocated) / 1024 / 1024} MiB");
        watch.Restart();
        var index = await ClientStateTests.State(server, query: "?by=tenant");
        output.WriteLine($"index: {index.Body.Length} bytes in {watch.Elapsed.TotalMilliseconds:0.0} ms");
        watch.Restart();
        var told = await ClientStateTests.State(server, query: $"?tenant={hostile.Id}");
        output.WriteLine($"the tenant: {told.Body.Length} bytes in {watch.Elapsed.TotalMilliseconds:0.0} ms");
        told.Body.Length.ShouldBeLessThan(200_000);
        told.Json.GetProperty("tenants")
            .GetProperty($"{hostile.Id}")
            .GetProperty("revoked_before")
            .TryGetProperty("hostile", out _)
            .ShouldBeTrue();
        (await ClientStateTests.State(server, query: $"?tenant={allowed.Id}")).Body.ShouldBe(before.Body);

        // What is issued after those is good, until it is revoked: that is heard of as ever.
        (await api.Call(early, "/who")).Status.ShouldBe(200);
        watch.Restart();
        (await server.Post(TestServer.Dc2 + "/connect/revoke", [("token", early)], "hostile", "hostile-secret")).Status.ShouldBe(200);
        output.WriteLine($"one more revocation: {watch.Elapsed.TotalMilliseconds:0.0} ms");
        await server.HearOfChanges();
        watch.Restart();
        await Eventually.True(api.Clock, TimeSpan.FromSeconds(2), async () => (await api.Call(early, "/who")).Status == 401);
        output.WriteLine($"the API refuses it {watch.Elapsed.TotalMilliseconds:0} ms after its next question");
        (await api.Call(await Token(server, "allowed"), "/who")).Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task A_client_that_revokes_without_end_draws_its_line_and_keeps_the_state_short(Database database)
    {
        await using var server = await TestServer.Start(
            database,
            "--Tokenhouse:Bounds:RevokedTokensOfClient",
            "50",
            "--Tokenhouse:Bounds:RevokedTokens",
            "100"
        );
        var tenant = await server.Add("endless", [Scope]);
        var all = new List<string>();
        for (var round = 0; round < Iterations.Of(3, 20); round++)
        {
            var tokens = new List<string>();
            for (var i = 0; i < 60; i++)
                tokens.Add(await Token(server, "endless"));
            server.Clock.Advance(TimeSpan.FromSeconds(4));
            foreach (var token in tokens)
                (await server.Post(TestServer.Dc2 + "/connect/revoke", [("token", token)], "endless", "endless-secret")).Status.ShouldBe(
                    200
                );
            all.AddRange(tokens);
        }
        await server.HearOfChanges();
        var told = (await ClientStateTests.State(server, query: $"?tenant={tenant.Id}"))
            .Json.GetProperty("tenants")
            .GetProperty($"{tenant.Id}");
        told.GetProperty("revoked_tokens").GetArrayLength().ShouldBeLessThanOrEqualTo(50);
        var line = told.GetProperty("revoked_before").GetProperty("endless").GetInt64();
        line.ShouldBeInRange(server.Clock.GetUtcNow().ToUnixTimeSeconds() - 4, server.Clock.GetUtcNow().ToUnixTimeSeconds() - 1);
        foreach (var token in all)
            (await IsActive(server, token)).ShouldBeFalse();

        // An API of an earlier release knows no lines: the client is disabled there.
        var whole = (await ClientStateTests.State(server)).Json;
        whole.GetProperty("disabled_clients").EnumerateArray().Select(id => id.GetString()).ShouldBe(["endless"]);

        var later = await Token(server, "endless");
        (await IsActive(server, later)).ShouldBeTrue();
        // After an hour and ten minutes the line says nothing any more.
        server.Clock.Advance(TimeSpan.FromMinutes(71));
        (await ClientStateTests.State(server)).Json.GetProperty("disabled_clients").GetArrayLength().ShouldBe(0);
        (await ClientStateTests.State(server, query: "?by=tenant"))
            .Json.GetProperty("tenants")
            .TryGetProperty($"{tenant.Id}", out _)
            .ShouldBeFalse();
    }

    private static async Task<string> Token(TestServer server, string client) =>
        (await server.Token(TestServer.Dc2, client, client + "-secret", Scope)).Json.GetProperty("access_token").GetString()!;

    private static async Task<bool> IsActive(TestServer server, string token) =>
        (await server.Post(TestServer.Dc2 + "/connect/introspect", [("token", token)], "hr-api")).Json.GetProperty("active").GetBoolean();

    /// <summary>Tokens that were issued, and revoked, at 278 a second.</summary>
    private static async Task Insert(TestServer server, Database database, Tenant tenant, int rows)
    {
        var now = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var live = TenantEnvironment.LIVE.ToString();
        await using var db = server.Db();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        if (database is Database.Postgres)
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "AccessTokens" ("Hash", "TenantId", "Environment", "ClientId", "Audience", "Scope", "IssuedAt", "ExpiresAt", "RevokedAt")
                SELECT sha256(n::text::bytea), {tenant.Id}, {live}, 'hostile', {Api}, {Scope}, {now} - n * 1000 / 278, {now} + 3000000, {now}
                FROM generate_series(1, {rows}) AS n
                """
            );
        else
            await db.Database.ExecuteSqlAsync(
                $"""
                WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})
                INSERT INTO "AccessTokens" ("Hash", "TenantId", "Environment", "ClientId", "Audience", "Scope", "IssuedAt", "ExpiresAt", "RevokedAt")
                SELECT randomblob(32), {tenant.Id}, {live}, 'hostile', {Api}, {Scope}, {now} - n * 1000 / 278, {now} + 3000000, {now} FROM numbers
                """
            );
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        await db.Publish(CacheKey.Tokens);
        await transaction.CommitAsync();
        await server.HearOfChanges();
    }

    private static SocketsHttpHandler HandlerTo(int port) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
}
