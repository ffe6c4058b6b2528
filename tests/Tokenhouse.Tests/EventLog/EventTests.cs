using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

public sealed class EventTests
{
    private const string Uat = "http://loginuat.dc2.localhost:5080";

    [Theory, OnEachDatabase]
    public async Task Tokens_are_counted_for_each_client_and_minute(Database database)
    {
        await using var server = await TestServer.Start(database);
        for (var i = 0; i < 3; i++)
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        await server.Token(Uat, "acme-uat", "acme-uat-demo-secret");
        await Written(server, expected: 4);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        await Written(server, expected: 5);

        await using var db = server.Db();
        var usages = await db.Usages.IgnoreQueryFilters().OrderBy(usage => usage.Minute).ThenBy(usage => usage.ClientId).ToListAsync();
        usages
            .Select(usage =>
                (
                    usage.TenantId,
                    usage.Environment,
                    usage.ClientId,
                    usage.Dialect,
                    usage.Minute.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                    usage.Issued
                )
            )
            .ShouldBe([
                (218, TenantEnvironment.LIVE, "acme-live", "Connect", "12:00:00", 3),
                (218, TenantEnvironment.UAT, "acme-uat", "Connect", "12:00:00", 1),
                (218, TenantEnvironment.LIVE, "acme-live", "Connect", "12:01:00", 1),
            ]);
    }

    [Theory, OnEachDatabase]
    public async Task A_refusal_is_kept_with_its_exact_reason_and_the_correlation_id_of_the_answer(Database database)
    {
        await using var server = await TestServer.Start(database);
        var answers = new[]
        {
            await server.Token(TestServer.Dc2, "acme-live", "wrong"),
            await server.Token(TestServer.Dc2, "nobody", "wrong"),
            await server.Token(TestServer.Dc2, "acme-uat", "acme-uat-demo-secret"),
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", "Public.HrCore.Write"),
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", "Public.Nothing"),
            await server.Token(TestServer.Dc2, "hr-api", "hr-api-demo-secret"),
            await server.Token(TestServer.Dc2, ("client_id", "acme-live"), ("client_secret", "acme-live-demo-secret")),
        };

        var refusals = await Refusals(server, answers.Length);
        refusals
            .OrderBy(refusal => Array.FindIndex(answers, answer => answer.CorrelationId == refusal.CorrelationId))
            .Select(refusal => (refusal.TenantId, refusal.ClientId, refusal.Code, refusal.Reason))
            .ShouldBe([
                (218, "acme-live", "invalid_client", "wrong secret: it matches none of this client's secrets"),
                (1, null, "invalid_client", "no client of this datacentre has the ID that was sent"),
                (
                    218,
                    "acme-uat",
                    "invalid_client",
                    "these are UAT credentials, but the call went to LIVE (http://login.dc2.localhost:5080)"
                ),
                (218, "acme-live", "invalid_scope", "scope Public.HrCore.Write isn't assigned to the client"),
                (218, "acme-live", "invalid_scope", "scope Public.Nothing isn't in the catalogue"),
                (1, "hr-api", "unauthorized_client", "clients of the kind Api can't use client_credentials"),
                (218, "acme-live", "invalid_request", "The parameter 'grant_type' is missing."),
            ]);
        refusals.ShouldAllBe(refusal =>
            refusal.Address == "127.0.0.1"
            && refusal.Count == 1
            && refusal.Dialect == "Connect"
            && refusal.Environment == TenantEnvironment.LIVE
        );
    }

    [Fact]
    public async Task Between_two_contracts_the_reason_names_the_one_to_come()
    {
        await using var server = await TestServer.Start(Databases.Default);
        var added = await server.Add("between", ["Public.Job.Read"]);
        await using (var db = server.Db())
        {
            db.Tenant = added.Id;
            (await db.Contracts.SingleAsync()).Until = server.Clock.GetUtcNow();
            db.Contracts.Add(
                new()
                {
                    Id = Guid.CreateVersion7(server.Clock.GetUtcNow()),
                    TenantId = added.Id,
                    Environment = TenantEnvironment.LIVE,
                    Scopes = ["Public.Job.Read"],
                    From = new(2027, 1, 15, 0, 0, 0, TimeSpan.Zero),
                }
            );
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        await server.Token(TestServer.Dc2, "between", "between-secret", "Public.Job.Read");
        (await Refusals(server, 1))
            .Single()
            .Reason.ShouldBe("the LIVE contract that includes scope Public.Job.Read begins on 15 January 2027");
    }

    [Fact]
    public async Task A_failure_of_ours_is_recorded_too()
    {
        await using var server = await TestServer.Start(Databases.Default);
        await using var db = server.Db();
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Clients" RENAME TO "Elsewhere" """);
        var answer = await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        answer.Status.ShouldBe(500);
        answer.Body.ShouldBe(
            $$"""{"error":"server_error","error_description":"Something went wrong on our side. Try again. If it keeps happening, report the correlation ID {{answer.CorrelationId}}."}"""
        );
        var refusal = (await Refusals(server, 1)).Single();
        (refusal.Code, refusal.CorrelationId, refusal.Operation, refusal.Kind, refusal.Reason).ShouldBe(
            ("server_error", answer.CorrelationId, "token", "ServerError", "the server failed")
        );
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Identical_refusals_within_a_second_are_one_row_with_a_count(Database database)
    {
        await using var server = await TestServer.Start(database);
        for (var i = 0; i < 200; i++)
            await server.Token(TestServer.Dc2, "acme-live", $"wrong{i}");
        var refusal = (await Refusals(server, 200)).ShouldHaveSingleItem();
        refusal.Count.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_flood_of_different_refusals_of_one_client_is_a_bounded_number_of_rows()
    {
        await using var server = await TestServer.Start(Databases.Default);
        for (var i = 0; i < 200; i++)
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", $"scope{i}");
        var refusals = await Refusals(server, 200);
        refusals.Count.ShouldBe(21);
        refusals.Single(refusal => refusal.Count == 180).Reason.ShouldBe("further refusals within the same second");
    }

    [Fact]
    public async Task What_is_still_in_memory_is_written_when_the_server_stops()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default) { Folder = folder.Path };
        await using (var server = await TestServer.Start(plan))
        {
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
            await server.Token(TestServer.Dc2, "acme-live", "wrong");
        }
        await using var again = await TestServer.Start(plan);
        await using var db = again.Db();
        (await db.Usages.IgnoreQueryFilters().SumAsync(usage => usage.Issued)).ShouldBe(1);
        (await db.Refusals.IgnoreQueryFilters().SumAsync(refusal => refusal.Count)).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task What_could_not_be_written_is_written_later(Database database)
    {
        await using var server = await TestServer.Start(database);
        await using var db = server.Db();
        await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Usages" RENAME TO "Elsewhere" """);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Elsewhere" RENAME TO "Usages" """);
        await Eventually.True(server.Clock, TimeSpan.FromSeconds(1), async () => await Issued(server) == 2);
    }

    private static async Task Written(TestServer server, long expected)
    {
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => await Issued(server) == expected);
    }

    private static async Task<long> Issued(TestServer server)
    {
        await using var db = server.Db();
        return await db.Usages.IgnoreQueryFilters().SumAsync(usage => usage.Issued);
    }

    private static async Task<List<Refusal>> Refusals(TestServer server, long expected)
    {
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var refusals = new List<Refusal>();
        await Eventually.True(async () =>
        {
            await using var db = server.Db();
            refusals = await db.Refusals.IgnoreQueryFilters().ToListAsync();
            return refusals.Sum(refusal => refusal.Count) == expected;
        });
        return refusals;
    }
}
