using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

/// <summary>Rows whose time is over go away, a few at a time, while everybody else goes on.</summary>
[OuterTier]
public sealed class SweepTests
{
    private static readonly TimeSpan Expired = TimeSpan.FromDays(2);

    private const string Numbers = """
        WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {0})
        INSERT INTO "AccessTokens" ("Hash", "TenantId", "Environment", "ClientId", "Audience", "Scope", "IssuedAt", "ExpiresAt")
        SELECT {hash}, 218, 'LIVE', 'acme-live', 'urn:tokenhouse:hr', 'Public.Job.Read', {1}, {2} FROM numbers
        """;

    private const string Refused = """
        WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {0})
        INSERT INTO "Refusals" ("Id", "TenantId", "Environment", "Operation", "Kind", "Dialect", "Code", "Reason", "Address", "CorrelationId", "At", "Count")
        SELECT {id}, 218, 'LIVE', 'token', 'WrongSecret', 'Connect', 'invalid_client', 'wrong secret: it matches none of this client''s', '127.0.0.1', 'x', {1} + i, 1
        FROM numbers
        """;

    private const string Used = """
        WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {0})
        INSERT INTO "Usages" ("TenantId", "Environment", "ClientId", "Dialect", "Minute", "Issued")
        SELECT 218, 'LIVE', 'acme-live', 'Connect', {1} + i, 1 FROM numbers
        """;

    [Theory, OnEachDatabase]
    public async Task A_million_expired_tokens_go_in_small_batches_while_every_request_succeeds(Database database)
    {
        var deletions = new Deletions();
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Services = services => services.AddSingleton<IInterceptor>(deletions) }
        );
        var expired = Iterations.Of(50_000, 1_000_000);
        await Fill(server, expired);
        var now = server.Clock.GetUtcNow();

        var sweeping = server.Services().GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        var requests = 0;
        do
        {
            (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
            await Write(server, requests++);
        } while (!sweeping.IsCompleted);
        await sweeping;

        await using var db = server.Db();
        (await db.AccessTokens.IgnoreQueryFilters().CountAsync(token => token.ExpiresAt <= now)).ShouldBe(0);
        (await db.AccessTokens.IgnoreQueryFilters().CountAsync()).ShouldBe(requests); // what still counts is all there
        deletions.Largest.ShouldBe(CleanupService.Batch);
        deletions.Largest.ShouldBeLessThanOrEqualTo(1000);
        deletions.Statements.ShouldBeGreaterThanOrEqualTo(expired / CleanupService.Batch);
        deletions.InLongerTransactions.ShouldBe(0);
        requests.ShouldBeGreaterThan(1);
    }

    [Theory, OnEachDatabase]
    public async Task What_is_over_goes_by_itself_within_a_minute_and_the_rest_stays(Database database)
    {
        await using var server = await TestServer.Start(new TestServerOptions(database) { Run = ["dc3"] });
        var session = new BrowserSession(server);
        await session.Authorize(BrowserSession.Link());
        var tokens = await server.Post(
            BrowserSession.Dc3 + "/connect/token",
            [("grant_type", "authorization_code"), ("code", session.Response["code"]), ("redirect_uri", BrowserSession.Callback)],
            "nordia-erp"
        );
        await server.Post(
            BrowserSession.Dc3 + "/connect/token",
            [("grant_type", "refresh_token"), ("refresh_token", tokens.Json.GetProperty("refresh_token").GetString()!)],
            "nordia-erp"
        );
        (await Rows(server)).ShouldBe("2 access, 2 refresh, 1 sealed, 1 families, 1 codes, 1 sessions");

        server.Clock.Advance(TimeSpan.FromMinutes(10)); // no repeated refresh gets the successor any longer
        await Eventually.True(async () => await Rows(server) == "2 access, 2 refresh, 0 sealed, 1 families, 1 codes, 1 sessions");
        server.Clock.Advance(TimeSpan.FromMinutes(6)); // APIs are told for ten minutes after its end whether a token was revoked
        await Eventually.True(async () => await Rows(server) == "0 access, 2 refresh, 0 sealed, 1 families, 1 codes, 1 sessions");
        server.Clock.Advance(TimeSpan.FromDays(2));
        await Eventually.True(async () => await Rows(server) == "0 access, 2 refresh, 0 sealed, 1 families, 0 codes, 0 sessions");
        server.Clock.Advance(TimeSpan.FromDays(29)); // the unspent one idled for 30 days; the spent one is remembered for 90
        await Eventually.True(async () => await Rows(server) == "0 access, 1 refresh, 0 sealed, 1 families, 0 codes, 0 sessions");
        server.Clock.Advance(TimeSpan.FromDays(365));
        await Eventually.True(async () => await Rows(server) == "0 access, 0 refresh, 0 sealed, 0 families, 0 codes, 0 sessions");
    }

    [Theory, OnEachDatabase]
    public async Task One_server_sweeps_at_a_time_and_another_takes_over_when_it_is_gone(Database database)
    {
        await using var server = await TestServer.Start(database);
        await using (var db = server.Db())
        {
            db.Leases.Add(
                new()
                {
                    Name = "sweep",
                    Holder = "another server",
                    Until = server.Clock.GetUtcNow() + TimeSpan.FromMinutes(2),
                }
            );
            await db.SaveChangesAsync();
        }
        await Fill(server, 10);
        var cleanupService = server.Services().GetRequiredService<CleanupService>();

        await cleanupService.Sweep(CancellationToken.None);
        (await Count(server)).ShouldBe(10);
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await cleanupService.Sweep(CancellationToken.None);
        (await Count(server)).ShouldBe(0);
    }

    [Theory, OnEachDatabase]
    public async Task What_happened_is_remembered_as_long_as_is_configured(Database database)
    {
        await using var server = await TestServer.Start(
            database,
            "--Tokenhouse:Activity:RefusalsKept",
            "30",
            "--Tokenhouse:Activity:UsagesKept",
            "60.12:00:00"
        );
        var cleanupService = server.Services().GetRequiredService<CleanupService>();
        await Happen(server, 30, 60.5);
        await Happen(server, 29, 60);

        await cleanupService.Sweep(CancellationToken.None);
        (await Happened(server)).ShouldBe((1, 1));
        server.Clock.Advance(TimeSpan.FromDays(1));
        await cleanupService.Sweep(CancellationToken.None);
        (await Happened(server)).ShouldBe((0, 0));
    }

    [Theory, OnEachDatabase]
    public async Task Unless_told_otherwise_refusals_are_kept_for_90_days_and_usage_for_400(Database database)
    {
        await using var server = await TestServer.Start(database);
        var cleanupService = server.Services().GetRequiredService<CleanupService>();
        await Happen(server, 90, 400);
        await Happen(server, 89.9, 399.9);
        await cleanupService.Sweep(CancellationToken.None);
        (await Happened(server)).ShouldBe((1, 1));
    }

    [Theory, OnEachDatabase]
    public async Task A_long_log_goes_in_small_batches_along_its_index(Database database)
    {
        var deletions = new Deletions();
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Services = services => services.AddSingleton<IInterceptor>(deletions) }
        );
        var rows = Iterations.Of(20_000, 1_000_000);
        await using (var db = server.Db())
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
            var refused = Refused.Replace(
                "{id}",
                db is SqliteDb ? "upper(hex(randomblob(16)))" : "gen_random_uuid()",
                StringComparison.Ordinal
            );
            foreach (var sql in (string[])[refused, Used])
                await db.Database.ExecuteSqlRawAsync(
                    sql,
                    rows,
                    (server.Clock.GetUtcNow() - TimeSpan.FromDays(500)).ToUnixTimeMilliseconds()
                );
        }
        await Happen(server, 1, 1);

        await server.Services().GetRequiredService<CleanupService>().Sweep(CancellationToken.None);

        (await Happened(server)).ShouldBe((1, 1));
        deletions.Largest.ShouldBe(CleanupService.Batch);
        deletions.Statements.ShouldBeGreaterThanOrEqualTo(2 * rows / CleanupService.Batch);
        deletions.InLongerTransactions.ShouldBe(0);
        foreach (
            var (table, column, index) in ((string, string, string)[])
                [("Refusals", "At", "IX_Refusals_At"), ("Usages", "Minute", "IX_Usages_Minute")]
        )
            (await Plan(server, $"""SELECT * FROM "{table}" WHERE "{column}" <= 0 ORDER BY "{column}" LIMIT 500""")).ShouldContain(index);
    }

    private static async Task<string> Plan(TestServer server, string query)
    {
        await using var db = server.Db();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await db.Database.OpenConnectionAsync();
        // A nearly empty table is read whole where that is allowed, which says nothing about a full one.
        command.CommandText = db is SqliteDb ? $"EXPLAIN QUERY PLAN {query}" : $"SET enable_seqscan = off; EXPLAIN {query}";
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetValue(reader.FieldCount - 1).ToString()!);
        return string.Join('\n', plan);
    }

    private static async Task Happen(TestServer server, double refusedDaysAgo, double usedDaysAgo)
    {
        await using var db = server.Db();
        var (refused, used) = (server.Clock.GetUtcNow().AddDays(-refusedDaysAgo), server.Clock.GetUtcNow().AddDays(-usedDaysAgo));
        db.Refusals.Add(
            new()
            {
                Id = Guid.CreateVersion7(refused),
                TenantId = 218,
                Environment = TenantEnvironment.LIVE,
                ClientId = "acme-live",
                Dialect = "Connect",
                Code = "invalid_client",
                Reason = "wrong secret: it matches none of this client's",
                Address = "127.0.0.1",
                CorrelationId = "x",
                At = refused,
                Count = 1,
            }
        );
        db.Usages.Add(
            new()
            {
                TenantId = 218,
                Environment = TenantEnvironment.LIVE,
                ClientId = "acme-live",
                Dialect = "Connect",
                Minute = used,
                Issued = 1,
            }
        );
        await db.SaveChangesAsync();
    }

    private static async Task<(int Refusals, int Usages)> Happened(TestServer server)
    {
        await using var db = server.Db();
        return (await db.Refusals.IgnoreQueryFilters().CountAsync(), await db.Usages.IgnoreQueryFilters().CountAsync());
    }

    private static async Task<int> Count(TestServer server)
    {
        await using var db = server.Db();
        return await db.AccessTokens.IgnoreQueryFilters().CountAsync();
    }

    private static async Task<string> Rows(TestServer server)
    {
        await using var db = server.Db("dc3");
        return $"{await db.AccessTokens.IgnoreQueryFilters().CountAsync()} access, "
            + $"{await db.RefreshTokens.IgnoreQueryFilters().CountAsync()} refresh, "
            + $"{await db.RefreshTokens.IgnoreQueryFilters().CountAsync(token => token.Successor != null)} sealed, "
            + $"{await db.Families.IgnoreQueryFilters().CountAsync()} families, "
            + $"{await db.Codes.IgnoreQueryFilters().CountAsync()} codes, "
            + $"{await db.Sessions.CountAsync()} sessions";
    }

    /// <summary>Many rows in one statement: both databases can count by themselves.</summary>
    private static async Task Fill(TestServer server, int rows)
    {
        await using var db = server.Db();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        var (issued, expires) = (
            (server.Clock.GetUtcNow() - Expired).ToUnixTimeMilliseconds(),
            (server.Clock.GetUtcNow() - AccessToken.Afterlife - TimeSpan.FromMinutes(1)).ToUnixTimeMilliseconds()
        );
        await db.Database.ExecuteSqlRawAsync(
            Numbers.Replace("{hash}", db is SqliteDb ? "randomblob(32)" : "sha256(int4send(i))", StringComparison.Ordinal),
            rows,
            issued,
            expires
        );
    }

    private static async Task Write(TestServer server, int number)
    {
        await using var db = server.Db();
        db.AccessTokens.Add(
            new AccessToken
            {
                Hash = [.. BitConverter.GetBytes(number), 1],
                TenantId = 218,
                Environment = TenantEnvironment.LIVE,
                ClientId = "acme-live",
                FamilyId = null,
                AccountId = null,
                Audience = "urn:tokenhouse:hr",
                Scope = "Public.Job.Read",
                IssuedAt = server.Clock.GetUtcNow(),
                ExpiresAt = server.Clock.GetUtcNow().AddMinutes(5),
            }
        );
        await db.SaveChangesAsync();
    }
}
