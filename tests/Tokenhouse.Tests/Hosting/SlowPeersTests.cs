using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Architecture;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>
/// Readers who take nothing, and what they cost others. The routes are found by what they say of themselves; a route that streams without saying
/// so fails here too.
/// </summary>
[OuterTier]
[Trait("Category", "Security")]
public sealed class SlowPeersTests
{
    private readonly OpenConnections connections = new();
    private readonly StalledReaders stalled = new();
    private readonly AuditReads audit = new();

    [Theory, OnEachDatabase]
    public async Task Every_export_holds_no_connection_while_its_reader_takes_nothing(Database database)
    {
        await using var server = await Start(database, "dc2", "dc3");
        var listReaders = await ListReaders.Of(server);
        var walked = 0;
        foreach (var (route, datacentre) in ExportRoutes(server))
        {
            var path =
                ApiDescription.Filled(route.RoutePattern.RawText!, listReaders.Tenant(datacentre), listReaders.Client) + "?format=csv";
            var answer = listReaders.Ask(route, path);
            await Eventually.True(() => Task.FromResult(stalled.Waiting == 1 || answer.IsCompleted));
            stalled.Waiting.ShouldBe(1, $"{path}: {(answer.IsCompleted ? (await answer).ToString() : "")}");
            await connections.AreAllClosed();
            stalled.Release();
            await Drain(answer);
            (await answer).Status.ShouldBe(200, path);
            walked++;
        }
        walked.ShouldBeGreaterThanOrEqualTo(13);
    }

    [Theory, OnEachDatabase]
    public async Task Tokens_sign_in_and_readiness_answer_while_more_readers_wait_than_there_are_connections(Database database)
    {
        const int Tenants = 5;
        await using var server = await Start(database, "dc3");
        var (readers, before) = (new List<SlowSocket>(), server.Clock.Waiting);
        for (var i = 0; i < Tenants; i++)
        {
            var tenant = await server.Company("slow");
            await Fill(server, tenant, rows: 1500);
            for (var person = 0; person < 3; person++)
            {
                var session = await server.AtHub(tenant, Role.Reader);
                for (var window = 0; window < 2; window++)
                    readers.Add(await SlowSocket.Open(server.Port, $"/t/{tenant.Slug}/audit/export?format=json", session.Cookies));
            }
        }
        readers.Count.ShouldBeGreaterThan(20); // the pool of a test's house
        await Eventually.True(() => Task.FromResult(server.Clock.Waiting >= before + readers.Count));
        audit.Reads.ShouldBe(readers.Count); // no second page for those who did not take the first
        await connections.AreAllClosed();

        (await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);
        var newcomer = new BrowserSession(server);
        await newcomer.SignInTo("/account");
        newcomer.Answer.Status.ShouldBe(200);
        (await server.Get("http://localhost/health/ready")).Body.ShouldBe("""{"status":"ready"}""");

        server.Clock.Advance(Patience);
        foreach (var reader in readers)
            using (reader)
                (await reader.WasCutOff()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_person_and_a_tenant_have_few_exports_at_a_time_and_the_others_are_told_when_to_try_again()
    {
        await using var server = await Start(Database.Sqlite, "dc2", "dc3");
        var company = await server.Company("busy");
        var path = $"{BrowserSession.Hub}/t/{company.Slug}/people/export?format=csv";
        var colleagues = new List<BrowserSession>();
        for (var i = 0; i < 4; i++)
            colleagues.Add(await server.AtHub(company, Role.Reader));
        var running = new List<Task<Answer>>();
        foreach (var colleague in colleagues.Take(3))
        {
            running.Add(ListReaders.Stalled(colleague, path));
            running.Add(ListReaders.Stalled(colleague, path));
            await Eventually.True(() => Task.FromResult(stalled.Waiting == running.Count));
            await colleague.Open(path);
            (colleague.Answer.Status, colleague.Answer["Retry-After"]).ShouldBe((429, "30"));
            colleague.Answer.Body.ShouldContain("Wait until a download finishes, then try again.");
        }
        await colleagues[3].Open(path);
        colleagues[3].Answer.Status.ShouldBe(429); // the tenant has six
        var calm = await server.Company("calm");
        var elsewhere = await server.AtHub(calm, Role.Reader);
        await elsewhere.Open(path.Replace(company.Slug, calm.Slug, StringComparison.Ordinal));
        elsewhere.Answer.Status.ShouldBe(200);

        stalled.Release();
        foreach (var answer in running)
            (await answer).Status.ShouldBe(200);
        await colleagues[3].Open(path);
        colleagues[3].Answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_API_says_too_many_as_a_problem()
    {
        await using var server = await Start(Database.Sqlite, "dc2");
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.audit.read");
        Task<Answer>[] running =
        [
            program.Send(HttpMethod.Get, "/acme/audit/export?format=json", null, (StalledReaders.Header, "1")),
            program.Send(HttpMethod.Get, "/acme/audit/export?format=json", null, (StalledReaders.Header, "1")),
        ];
        await Eventually.True(() => Task.FromResult(stalled.Waiting == 2));
        var refused = await program.Get("/acme/audit/export?format=json");
        (refused.Status, refused["Retry-After"], refused["Content-Type"]).ShouldBe((429, "30", "application/problem+json"));
        stalled.Release();
        foreach (var answer in running)
            (await answer).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_reader_who_takes_nothing_for_half_a_minute_is_cut_off()
    {
        await using var server = await Start(Database.Sqlite, "dc2");
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.audit.read");
        var answer = program.Send(HttpMethod.Get, "/acme/audit/export?format=json", null, (StalledReaders.Header, "1"));
        await Eventually.True(() => Task.FromResult(stalled.Waiting == 1));
        server.Clock.Advance(Patience - TimeSpan.FromSeconds(1));
        answer.IsCompleted.ShouldBeFalse();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<HttpRequestException>(answer);
        (await program.Get("/acme/audit/export?format=json")).Status.ShouldBe(200);
    }

    [Fact]
    public void Nothing_but_an_export_streams()
    {
        string[] words =
        [
            "IAsyncEnumerable",
            "AsAsyncEnumerable",
            "Results.Stream",
            "TypedResults.Stream",
            "Results.File",
            "ServerSentEvents",
        ];
        // These read into memory what is bounded there, and answer from it.
        string[] intoMemory = ["Clients/Cache.cs", "Clients/ClientDirectory.cs", "OAuth/ClientState/TenantStateLoader.cs"];
        SourceFile
            .Shipped.Where(file => file.Name.StartsWith("src/Tokenhouse.Server/", StringComparison.Ordinal))
            .Where(file => !intoMemory.Any(name => file.Name.EndsWith("/" + name, StringComparison.Ordinal)))
            .Where(file => words.Any(word => file.Text.Contains(word, StringComparison.Ordinal)))
            .Select(file => file.Name)
            .ShouldBeEmpty("An answer that is longer than memory is an export: write it with Exports.");
    }

    private static TimeSpan Patience => ExportWriter.Patience;

    private async Task<TestServer> Start(Database database, params string[] run)
    {
        var server = await TestServer.Start(
            new TestServerOptions(database)
            {
                Run = run,
                Services = services =>
                    services
                        .AddSingleton<IInterceptor>(connections)
                        .AddSingleton<IInterceptor>(audit)
                        .AddSingleton<IStartupFilter>(stalled),
            }
        );
        connections.Forget();
        return server;
    }

    /// <summary>Routes of programs are asked at dc2, pages at dc3, where people sign in.</summary>
    private static IEnumerable<(RouteEndpoint Route, string Datacentre)> ExportRoutes(TestServer server) =>
        from datacentre in (string[])["dc2", "dc3"]
        from route in RouteTable.OfHub(server, datacentre)
        where route.Metadata.GetMetadata<ExportRoute>() is not null
        where ListReaders.IsOfPrograms(route) == (datacentre == "dc2")
        select (route, datacentre);

    /// <summary>Lets an answer go that is written in several parts.</summary>
    private async Task Drain(Task<Answer> answer)
    {
        await Eventually.True(() =>
        {
            stalled.Release();
            return Task.FromResult(answer.IsCompleted);
        });
    }

    /// <summary>So many entries of 4 KB: more than the buffers of a connection take.</summary>
    private static async Task Fill(TestServer server, Tenant tenant, int rows)
    {
        await using var db = server.Db("dc3");
        var text = $"{{\"note\":\"{new string('x', 4000)}\"}}";
        db.Audit.AddRange(
            Enumerable
                .Range(1, rows)
                .Select(number => new AuditEntry
                {
                    TenantId = tenant.Id,
                    Sequence = number,
                    At = server.Clock.GetUtcNow(),
                    Actor = "somebody@example.com",
                    Address = "",
                    CorrelationId = "",
                    Act = "credential.changed",
                    Target = "dc3-1",
                    Environment = null,
                    Before = null,
                    After = text,
                })
        );
        await db.SaveChangesAsync();
    }

    /// <summary>Counts how often many rows of the audit are read.</summary>
    private sealed class AuditReads : DbCommandInterceptor
    {
        private int reads;

        public int Reads => Volatile.Read(ref reads);

        public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
        {
            var text = result.CommandText;
            if (text.Contains("FROM \"Audit\"", StringComparison.Ordinal) && text.Contains("\"After\"", StringComparison.Ordinal))
                Interlocked.Increment(ref reads);
            return result;
        }
    }
}
