using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>What anyone can cause in the log of a tenant is folded by the hour and bounded by the day, whatever servers and restarts there are.</summary>
[Trait("Category", "Security")]
public sealed class UnprovedRefusalTests
{
    private const int Bound = 10;

    private static readonly string Further =
        $"further refusals of this kind weren't kept: the log keeps at most {Bound} different ones a day from requests that prove no secret";

    [Theory, OnEachDatabase]
    public async Task Of_each_kind_a_bounded_number_is_kept_a_day_and_one_row_says_how_many_were_not(Database database)
    {
        using var folder = new TempFolder();
        var plan = Plan(database, folder);
        await using (var one = await TestServer.Start(plan))
        await using (var other = await TestServer.Start(plan))
        {
            var tenant = await Clients(one, 15);
            await Guess(one, 0, 5);
            (await Rows(one, tenant, sum: 5)).ShouldBe([.. Enumerable.Repeat(1L, 5)]);
            await Guess(other, 5, 15); // another server counts on
            (await Rows(one, tenant, sum: 15)).ShouldBe([5, .. Enumerable.Repeat(1L, 10)]);
            await one.Token(BrowserSession.Dc3, ("client_id", "bound-0"), ("grant_type", "client_credentials")); // another kind has its own bound
            await Rows(one, tenant, sum: 1, RefusalKind.NoSecret);
        }
        await using var again = await TestServer.Start(plan); // and so does the same after a restart
        await Guess(again, 10, 15);
        var its = (await again.AddTenant("bound")).Id;
        (await Rows(again, its, sum: 20)).ShouldBe([10, .. Enumerable.Repeat(1L, 10)]);
        var row = await Summary(again, its);
        (row.ClientId, row.Address, row.Operation, row.IsProved, row.Kind).ShouldBe((null, "", "", false, "WrongSecret"));

        again.Clock.Advance(TimeSpan.FromDays(1)); // a new day, a new bound
        await Guess(again, 0, 3);
        (await Rows(again, its, sum: 23)).ShouldBe([10, .. Enumerable.Repeat(1L, 13)]);
    }

    [Theory, OnEachDatabase]
    public async Task The_log_of_the_vendor_is_bounded_too(Database database)
    {
        using var folder = new TempFolder();
        await using var server = await TestServer.Start(Plan(database, folder));
        for (var i = 0; i < 40; i++)
            await server.Token(BrowserSession.Dc3, $"nobody-{i}", "secret"); // one row: the id isn't told
        for (var i = 0; i < 15; i++)
            await ProxiedTestServers.Send(
                server,
                ProxiedTestServers.Form(BrowserSession.Dc3 + "/connect/token", "nobody", "secret"),
                $"203.0.113.{i}"
            );
        (await Rows(server, Datacentre.Vendor, sum: 55, RefusalKind.UnknownClient)).ShouldBe([40, 6, .. Enumerable.Repeat(1L, 9)]);
    }

    [Theory, OnEachDatabase]
    public async Task Alike_ones_are_one_row_for_an_hour_and_those_that_proved_their_secret_are_not_bounded(Database database)
    {
        using var folder = new TempFolder();
        await using var server = await TestServer.Start(Plan(database, folder));
        var tenant = await Clients(server, 1);
        server.Clock.Advance(TimeSpan.FromMinutes(60 - server.Clock.GetUtcNow().Minute)); // the hour begins
        for (var i = 1; i <= 5; i++)
        {
            await Guess(server, 0, 1);
            await Rows(server, tenant, sum: i);
            server.Clock.Advance(TimeSpan.FromMinutes(10));
        }
        (await Rows(server, tenant, sum: 5)).ShouldBe([5]);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        await Guess(server, 0, 1);
        (await Rows(server, tenant, sum: 6)).ShouldBe([5, 1]);

        for (var i = 1; i <= Bound + 5; i++)
        {
            (await server.Token(BrowserSession.Dc3, "bound-0", "bound-0-demo-secret", "nothing")).Status.ShouldBe(400);
            await Rows(server, tenant, sum: i, RefusalKind.ScopeUnknown);
        }
        (await Rows(server, tenant, sum: Bound + 5, RefusalKind.ScopeUnknown)).Count.ShouldBe(Bound + 5);
    }

    [Theory, OnEachDatabase]
    public async Task What_the_bound_is_counted_by_is_swept(Database database)
    {
        using var folder = new TempFolder();
        await using var server = await TestServer.Start(Plan(database, folder));
        var tenant = await Clients(server, 1);
        await Guess(server, 0, 1);
        await Rows(server, tenant, sum: 1);
        await using var db = server.Db("dc3");
        (await db.UnprovedDays.IgnoreQueryFilters().CountAsync()).ShouldBe(1);
        server.Clock.Advance(TimeSpan.FromDays(3));
        await Eventually.True(server.Clock, TimeSpan.FromMinutes(1), async () => !await db.UnprovedDays.IgnoreQueryFilters().AnyAsync());
    }

    private static TestServerOptions Plan(Database database, TempFolder folder) =>
        new(database)
        {
            Run = ["dc3"],
            Folder = folder.Path,
            Clock = new(),
            Settings = ["--Tokenhouse:Activity:UnprovedRefusalsADay", $"{Bound}", "--Tokenhouse:Proxies:0", "127.0.0.0/8"],
        };

    private static async Task<long> Clients(TestServer server, int count)
    {
        var tenant = await server.AddTenant("bound");
        for (var i = 0; i < count; i++)
            await server.AddIntegrator($"bound-{i}", kind: ClientKind.Machine, tenantId: tenant.Id);
        return tenant.Id;
    }

    /// <summary>A wrong secret of each client, which is a row for each.</summary>
    private static async Task Guess(TestServer server, int from, int to)
    {
        for (var i = from; i < to; i++)
            (await server.Token(BrowserSession.Dc3, $"bound-{i}", "guess")).Status.ShouldBe(401);
    }

    /// <summary>The counts of the rows of a kind, the largest first, once all refusals are in the log.</summary>
    private static async Task<List<long>> Rows(TestServer server, long tenant, long sum, RefusalKind kind = RefusalKind.WrongSecret)
    {
        List<long> counts = [];
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db("dc3");
                var name = kind.ToString();
                counts = await db
                    .Refusals.IgnoreQueryFilters()
                    .Where(row => row.TenantId == tenant && row.Kind == name)
                    .OrderByDescending(row => row.Count)
                    .Select(row => row.Count)
                    .ToListAsync();
                return counts.Sum() == sum;
            }
        );
        return counts;
    }

    private static async Task<Refusal> Summary(TestServer server, long tenant)
    {
        await using var db = server.Db("dc3");
        return await db.Refusals.IgnoreQueryFilters().SingleAsync(row => row.TenantId == tenant && row.Reason == Further);
    }
}
