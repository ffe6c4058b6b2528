using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.RefusalReport;

/// <summary>What APIs tell of those whom they refused.</summary>
public sealed class RefusalReportTests(TestServers servers) : IClassFixture<TestServers>
{
    [Fact]
    public async Task A_reported_refusal_stands_beside_the_others_of_its_tenant()
    {
        var server = await Cleared();
        var at = server.Clock.GetUtcNow().AddSeconds(-30);
        (await Report(server, Refusal("acme-live", at) with { Count = 3 })).Status.ShouldBe(204);

        var row = (await Rows(server, 1)).Single();
        (row.TenantId, row.Environment, row.ClientId, row.Dialect).ShouldBe((218, TenantEnvironment.LIVE, "acme-live", ""));
        (row.ApiIdentifier, row.Path, row.Code).ShouldBe(("urn:tokenhouse:hr", "/v3/{tenantId}/jobs", "insufficient_scope"));
        (row.Reason, row.Address).ShouldBe(("the scope Public.Job.Write is missing", "203.0.113.7"));
        (row.CorrelationId, row.At, row.Count).ShouldBe(("api-1", at, 3));
    }

    [Fact]
    public async Task Alike_refusals_are_folded_and_different_paths_kept_apart()
    {
        var server = await Cleared();
        var at = server.Clock.GetUtcNow();
        await Report(
            server,
            Refusal("acme-live", at) with
            {
                Count = 3,
            },
            Refusal("acme-live", at) with
            {
                Count = 4,
                CorrelationId = "api-2",
            },
            Refusal("acme-live", at) with
            {
                Path = "/v3/{tenantId}/offers",
            }
        );
        (await Rows(server, 2))
            .Select(row => (row.Path, row.Count))
            .Order()
            .ShouldBe([("/v3/{tenantId}/jobs", 7), ("/v3/{tenantId}/offers", 1)]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("acme-uat")] // of the other environment
    [InlineData([null])]
    [Trait("Category", "Security")]
    public async Task Whom_an_API_cannot_know_is_put_down_to_the_vendor_without_a_name(string? client)
    {
        var server = await Cleared();
        await Report(server, Refusal(client, server.Clock.GetUtcNow()));
        var row = (await Rows(server, 1)).Single();
        (row.TenantId, row.ClientId, row.Environment).ShouldBe((1, null, TenantEnvironment.LIVE));
    }

    [Theory]
    [InlineData(-86_400)]
    [InlineData(86_400)]
    [InlineData(long.MaxValue / 2)]
    public async Task A_time_that_cannot_be_is_replaced_by_now(long offset)
    {
        var server = await Cleared();
        var now = server.Clock.GetUtcNow();
        await Report(server, Refusal("acme-live", now) with { At = now.ToUnixTimeSeconds() + offset });
        ((await Rows(server, 1)).Single().At - now).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_is_too_long_is_cut_and_what_is_no_address_is_none()
    {
        var server = await Cleared();
        await Report(
            server,
            Refusal("acme-live", server.Clock.GetUtcNow()) with
            {
                Code = new('c', 500),
                Reason = new('r', 5000),
                Path = new('p', 5000),
                CorrelationId = new('i', 500),
                Address = "nowhere",
                Count = -7,
            }
        );
        var row = (await Rows(server, 1)).Single();
        (row.Code.Length, row.Reason.Length, row.Path!.Length, row.CorrelationId.Length, row.Address, row.Count).ShouldBe(
            (40, 1000, 300, 64, "", 1)
        );
    }

    /// <summary>Events are written together: one that no database takes would keep all others from being written, for good.</summary>
    [Fact]
    [Trait("Category", "Security")]
    public async Task What_no_database_takes_keeps_no_other_event_from_being_written()
    {
        var server = await Cleared();
        var one = Refusal("acme-live", server.Clock.GetUtcNow());
        foreach (
            var refusal in (Reported[])
                [
                    one with
                    {
                        ClientId = "acme\0live",
                        Code = "a\0code",
                        Reason = "a\0reason",
                        Path = "/a\0path",
                        CorrelationId = "a\0id",
                    },
                    one with
                    {
                        Code = new string('c', 39) + "\U0001F511",
                        Reason = new string('r', 999) + "\U0001F511",
                        Path = new string('p', 299) + "\U0001F511",
                        CorrelationId = new string('i', 63) + "\U0001F511",
                    },
                    one,
                ]
        )
            (await Report(server, refusal)).Status.ShouldBe(204);
        var rows = await Rows(server, 3);
        rows.Select(row => row.Reason).ShouldContain("the scope Public.Job.Write is missing");
        rows.Select(row => row.Reason).ShouldContain("a\uFFFDreason");
        rows.Select(row => row.Reason).ShouldContain(new string('r', 999));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task More_than_a_hundred_at_once_or_more_than_64_KB_are_refused()
    {
        var server = await Cleared();
        var one = Refusal("acme-live", server.Clock.GetUtcNow());
        (await Report(server, [.. Enumerable.Repeat(one, 100)])).Status.ShouldBe(204);
        (await Rows(server, 1)).Single().Count.ShouldBe(100);
        var many = await Report(server, [.. Enumerable.Repeat(one, 101)]);
        many.Status.ShouldBe(400);
        many.Body.ShouldBe("""{"error":"invalid_request","error_description":"You can report at most 100 refusals at once."}""");
        (await Report(server, one with { Reason = new('r', 70_000) })).Status.ShouldBe(413);
    }

    /// <summary>The server of the class, without the refusals of the tests before.</summary>
    private async Task<TestServer> Cleared()
    {
        var server = await servers.On();
        await using var db = server.Db();
        await db.Refusals.IgnoreQueryFilters().ExecuteDeleteAsync();
        return server;
    }

    private static Reported Refusal(string? client, DateTimeOffset at) =>
        new(
            client,
            "insufficient_scope",
            "the scope Public.Job.Write is missing",
            "/v3/{tenantId}/jobs",
            "203.0.113.7",
            "api-1",
            at.ToUnixTimeSeconds(),
            1
        );

    private static async Task<Answer> Report(TestServer server, params Reported[] refusals)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TestServer.Dc2 + "/connect/refusals");
        request.Headers.Authorization = ProxiedTestServers.Basic("hr-api", "hr-api-demo-secret");
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { refusals }, SnakeCase),
            MediaTypeHeaderValue.Parse("application/json")
        );
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static async Task<List<Refusal>> Rows(TestServer server, int expected)
    {
        List<Refusal> rows = [];
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db();
                rows = await db.Refusals.IgnoreQueryFilters().ToListAsync();
                return rows.Count >= expected;
            }
        );
        rows.Count.ShouldBe(expected);
        return rows;
    }

    private sealed record Reported(
        string? ClientId,
        string Code,
        string Reason,
        string? Path,
        string? Address,
        string CorrelationId,
        long At,
        int Count
    );
}
