using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Tests.Hub.Looks;
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
        await using var house = await Start("dc3");
        var integrator = new Integrator(house);
        var visitor = new Visitor(house);
        var (code, refresh) = (await integrator.Code(visitor), await Refresh(integrator, new(house)));
        (await house.Token(Visitor.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);

        writes.Way = way;
        foreach (
            var answer in new[]
            {
                await integrator.Redeem(code),
                await integrator.Refresh(refresh),
                await house.Post(Visitor.Dc3 + "/connect/revoke", [("token", refresh)], Integrator.Web),
            }
        )
            (answer.Status, answer["Retry-After"], answer.Body).ShouldBe((503, "5", Unavailable));
        (await house.Token(Visitor.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);

        var person = new Visitor(house);
        await person.Open(Visitor.Dc3 + "/account/sign-in");
        await person.SignIn();
        Asks(person);
        person.Cookies.Keys.ShouldNotContain("tokenhouse-session");
        await visitor.Open(Visitor.Dc3 + "/account");
        await visitor.Submit("/account/sign-out");
        Asks(visitor);

        writes.Way = null;
        (await integrator.Redeem(code)).Status.ShouldBe(200);
        (await integrator.Refresh(refresh)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_dialect_says_it_in_its_own_envelope()
    {
        await using var house = await Start("dc3");
        foreach (var dialect in AllDialects.List.Where(dialect => dialect.Paths.ContainsKey(Operation.Authorize)))
        {
            var integrator = new Integrator(house) { Dialect = dialect };
            var code = await integrator.Code(new(house));
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
        await using var house = await Start("dc3");
        var samples = await ApiSamples.Arrange(house);
        var operations = await ApiSamples.Operations(house);
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
        await using var house = await Start("dc3");
        var refused = new HashSet<string>();
        await foreach (var form in EveryForm.Of(house))
        {
            var before = writes.Failed;
            writes.Way = "SQLite, full";
            var window = await form.Send(HubPeople.Fields(form.Element));
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
        var plan = new HousePlan(database) { Run = ["dc3"] };
        var readOnly = new ReadOnlySwitch();
        await using var house = await House.Start(plan with { Services = services => services.AddSingleton<IInterceptor>(readOnly) });
        var refresh = await Refresh(new(house), new(house));
        (await Health(house, "writable")).ShouldBe((200, """{"status":"writable"}"""));

        await readOnly.Turn(house, isOn: true);
        house.Clock.Advance(WriteProbe.Freshness);
        (await Health(house, "writable")).ShouldBe((503, """{"status":"not writable","reasons":["dc3: the database is read-only"]}"""));
        (await Health(house, "ready")).ShouldBe((200, """{"status":"degraded","reasons":["dc3: the database is read-only"]}"""));
        (await house.Token(Visitor.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);
        (await new Integrator(house).Refresh(refresh)).Body.ShouldBe(Unavailable);

        await readOnly.Turn(house, isOn: false);
        house.Clock.Advance(WriteProbe.Freshness);
        (await Health(house, "writable")).ShouldBe((200, """{"status":"writable"}"""));
        (await Health(house, "ready")).ShouldBe((200, """{"status":"ready"}"""));
        (await new Integrator(house).Refresh(refresh)).Status.ShouldBe(200);
        await using var db = house.Db("dc3");
        (await db.IdempotencyKeys.IgnoreQueryFilters().AnyAsync()).ShouldBeFalse(); // the probe leaves nothing
    }

    [Fact]
    public async Task A_database_without_room_is_not_writable()
    {
        await using var house = await House.Start(
            new HousePlan(Database.Sqlite) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(new NoRoom()) }
        );
        (await Health(house, "writable")).ShouldBe((503, """{"status":"not writable","reasons":["dc3: the disk is full"]}"""));
    }

    [Fact]
    public async Task A_probe_that_hangs_is_answered_in_time_and_not_repeated()
    {
        var hanging = new HangingWrites();
        await using var house = await House.Start(
            new HousePlan(Database.Sqlite) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(hanging) }
        );
        hanging.Hangs = true;
        var (first, second) = (Health(house, "writable"), Health(house, "writable"));
        await Eventually.True(() => Task.FromResult(hanging.Waiting == 1));
        await Eventually.True(house.Clock, WriteProbe.Patience, () => Task.FromResult(first.IsCompleted && second.IsCompleted));
        (await first).ShouldBe((503, """{"status":"not writable","reasons":["dc3: the database didn't respond in time"]}"""));
        hanging.Waiting.ShouldBe(1);
        hanging.Release();
        await Eventually.True(house.Clock, WriteProbe.Freshness, async () => (await Health(house, "writable")).Item1 == 200);
    }

    private async Task<House> Start(string datacentre)
    {
        var house = await House.Start(
            new HousePlan(Database.Sqlite) { Run = [datacentre], Services = services => services.AddSingleton<IInterceptor>(writes) }
        );
        house.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html"); // as browsers ask; paths of programs never answer with pages
        return house;
    }

    private static void Asks(Visitor visitor)
    {
        (visitor.Answer.Status, visitor.Answer["Retry-After"]).ShouldBe((503, "5"), visitor.Answer.Body);
        visitor.Answer["Content-Type"].ShouldBe("text/html; charset=utf-8");
        visitor.Heading.ShouldBe("Try again in a few seconds");
    }

    private static async Task<string> Refresh(Integrator integrator, Visitor visitor) =>
        (await integrator.Tokens(visitor)).Json.GetProperty("refresh_token").GetString()!;

    private static async Task<(int, string)> Health(House house, string what)
    {
        var answer = await house.Get("http://localhost/health/" + what);
        return (answer.Status, answer.Body);
    }
}
