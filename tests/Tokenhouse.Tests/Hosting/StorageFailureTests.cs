using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Hub.Appearance;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>A database that reads and does not store: what must be stored is 503, never 200; what needs no storing goes on.</summary>
[Trait("Category", "Security")]
public sealed class StorageFailureTests
{
    private const string Unavailable =
        """{"error":"temporarily_unavailable","error_description":"The server can't answer right now. Try again in a few seconds."}""";

    private readonly FailingWrites writes = new();

    public static TheoryData<string> Ways
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var way in FailingWrites.Ways.Keys)
                data.Add(way);
            return data;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Every_endpoint_that_stores_says_when_to_try_again_and_machine_tokens_go_on(string way)
    {
        await using var server = await Start("dc3");
        var integrator = new Integrator(server);
        var session = new BrowserSession(server);
        var (code, refresh) = (await integrator.Code(session), await Refresh(integrator, new(server)));
        (await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);

        writes.Way = way;
        foreach (
            var answer in new[]
            {
                await integrator.Redeem(code),
                await integrator.Refresh(refresh),
                await server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", refresh)], Integrator.Web),
            }
        )
            (answer.Status, answer["Retry-After"], answer.Body).ShouldBe((503, "5", Unavailable));
        (await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);

        var person = new BrowserSession(server);
        await person.Open(BrowserSession.Dc3 + "/account/sign-in");
        await person.SignIn();
        Asks(person);
        person.Cookies.Keys.ShouldNotContain("tokenhouse-session");
        await session.Open(BrowserSession.Dc3 + "/account");
        await session.Submit("/account/sign-out");
        Asks(session);

        writes.Way = null;
        (await integrator.Redeem(code)).Status.ShouldBe(200);
        (await integrator.Refresh(refresh)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_dialect_says_it_in_its_own_envelope()
    {
        await using var server = await Start("dc3");
        foreach (var dialect in DialectCatalogue.List.Where(dialect => dialect.Paths.ContainsKey(EndpointKind.Authorize)))
        {
            var integrator = new Integrator(server) { Dialect = dialect };
            var code = await integrator.Code(new(server));
            writes.Way = "PostgreSQL, read-only";
            var answer = await integrator.Redeem(code);
            writes.Way = null;
            (answer.Status, answer["Retry-After"]).ShouldBe((503, "5"), dialect.Name);
            answer.Body.ShouldContain("temporarily_unavailable", Case.Sensitive, dialect.Name);
            (await integrator.Redeem(code)).Status.ShouldBe(200, dialect.Name);
        }
    }

    [Fact]
    public async Task Every_change_through_the_Hubs_API_is_a_problem_with_503()
    {
        await using var server = await Start("dc3");
        var samples = await ApiSamples.Arrange(server);
        var operations = await ApiSamples.Operations(server);
        operations.Count.ShouldBeGreaterThan(20);
        foreach (var (name, method) in operations)
        {
            writes.Way = "PostgreSQL, full";
            var answer = await samples.Send(name, method, samples.Of(name).Body);
            writes.Way = null;
            (answer.Status, answer["Retry-After"], answer["Content-Type"]).ShouldBe((503, "5", "application/problem+json"), name);
        }
    }

    [Fact]
    public async Task Every_form_of_the_Hub_asks_to_try_again()
    {
        await using var server = await Start("dc3");
        var refused = new HashSet<string>();
        await foreach (var form in PageForm.Of(server))
        {
            var before = writes.Failed;
            writes.Way = "SQLite, full";
            var window = await form.Send(HubPages.Fields(form.Element));
            writes.Way = null;
            if (writes.Failed == before)
                continue; // not complete as it stands, or nothing to change
            Asks(window);
            refused.Add(form.Action);
        }
        refused.Count.ShouldBeGreaterThan(10, string.Join('\n', refused));
    }

    [Theory, OnEachDatabase]
    public async Task Health_says_what_is_degraded_and_comes_back_by_itself(Database database)
    {
        var plan = new TestServerOptions(database) { Run = ["dc3"] };
        var readOnly = new ReadOnlySwitch();
        await using var server = await TestServer.Start(plan with { Services = services => services.AddSingleton<IInterceptor>(readOnly) });
        var refresh = await Refresh(new(server), new(server));
        (await Health(server, "writable")).ShouldBe((200, """{"status":"writable"}"""));

        await readOnly.Turn(server, isOn: true);
        server.Clock.Advance(WriteProbe.Freshness);
        (await Health(server, "writable")).ShouldBe((503, """{"status":"not writable","reasons":["dc3: the database is read-only"]}"""));
        (await Health(server, "ready")).ShouldBe((200, """{"status":"degraded","reasons":["dc3: the database is read-only"]}"""));
        (await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);
        (await new Integrator(server).Refresh(refresh)).Body.ShouldBe(Unavailable);

        await readOnly.Turn(server, isOn: false);
        server.Clock.Advance(WriteProbe.Freshness);
        (await Health(server, "writable")).ShouldBe((200, """{"status":"writable"}"""));
        (await Health(server, "ready")).ShouldBe((200, """{"status":"ready"}"""));
        (await new Integrator(server).Refresh(refresh)).Status.ShouldBe(200);
        await using var db = server.Db("dc3");
        (await db.IdempotencyKeys.IgnoreQueryFilters().AnyAsync()).ShouldBeFalse(); // the probe leaves nothing
    }

    [Fact]
    public async Task A_database_without_room_is_not_writable()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Run = ["dc3"],
                Services = services => services.AddSingleton<IInterceptor>(new FullSqliteDatabase()),
            }
        );
        (await Health(server, "writable")).ShouldBe((503, """{"status":"not writable","reasons":["dc3: the disk is full"]}"""));
    }

    [Fact]
    public async Task A_probe_that_hangs_is_answered_in_time_and_not_repeated()
    {
        var hanging = new HangingWrites();
        await using var server = await TestServer.Start(
            new TestServerOptions(Database.Sqlite) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(hanging) }
        );
        hanging.Hangs = true;
        var (first, second) = (Health(server, "writable"), Health(server, "writable"));
        await Eventually.True(() => Task.FromResult(hanging.Waiting == 1));
        await Eventually.True(server.Clock, WriteProbe.Patience, () => Task.FromResult(first.IsCompleted && second.IsCompleted));
        (await first).ShouldBe((503, """{"status":"not writable","reasons":["dc3: the database did not respond in time"]}"""));
        hanging.Waiting.ShouldBe(1);
        hanging.Release();
        await Eventually.True(server.Clock, WriteProbe.Freshness, async () => (await Health(server, "writable")).Item1 == 200);
    }

    private async Task<TestServer> Start(string datacentre)
    {
        var server = await TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Run = [datacentre],
                Services = services => services.AddSingleton<IInterceptor>(writes),
            }
        );
        server.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html"); // as browsers ask; paths of programs never answer with pages
        return server;
    }

    private static void Asks(BrowserSession session)
    {
        (session.Answer.Status, session.Answer["Retry-After"]).ShouldBe((503, "5"), session.Answer.Body);
        session.Answer["Content-Type"].ShouldBe("text/html; charset=utf-8");
        session.Heading.ShouldBe("Try again in a few seconds");
    }

    private static async Task<string> Refresh(Integrator integrator, BrowserSession session) =>
        (await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;

    private static async Task<(int, string)> Health(TestServer server, string what)
    {
        var answer = await server.Get("http://localhost/health/" + what);
        return (answer.Status, answer.Body);
    }
}
