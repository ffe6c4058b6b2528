using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>The log as programs read it: from two tables in one order, filtered, some at a time.</summary>
[Collection<LogServers>]
public sealed class LogApiTests(TestServers servers)
{
    [Fact]
    public async Task A_real_refusal_is_there_with_its_exact_sentence_and_what_to_do_about_it()
    {
        var server = await servers.On();
        var log = await LogScenario.Of(server, "log-real");
        var refused = await server.Token(TestServer.Dc2, "log-real", "log-real-secret", "Public.Job.Write");
        var at = (await server.Refusals(refused)).Single().At;

        var answer = await log.Get();

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe(
            $$"""{"items":[{"at":"{{at:yyyy-MM-ddTHH:mm:ss.FFF}}Z","outcome":"refused","environment":"LIVE","sentence":"Scope Public.Job.Write isn't assigned to the client.","count":1,"operation":"token","credential":"log-real","credential_name":"log-real","credential_environment":"LIVE","address":"127.0.0.1","dialect":"Connect","kind":"ScopeNotOfClient","is_proved":true,"error":"invalid_scope","advice":"If the contract has the scope, add it to the credential.","correlation_id":"{{refused.CorrelationId}}"}]}"""
        );
        (await log.Find("?correlation=" + refused.CorrelationId)).Count.ShouldBe(1);
        (await log.Find("?correlation=" + refused.CorrelationId.ToUpperInvariant())).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task Refusals_and_tokens_stand_in_one_order_and_every_way_through_them_finds_each_once(Database database)
    {
        var log = await LogScenario.Of(await servers.On(database), "log-order");
        for (var minute = 0; minute < 4; minute++)
        {
            foreach (var (client, dialect) in ((string, string)[])[("b", "Connect"), ("a", "OAuthV2"), ("a", "Connect")])
                log.Issued(minute, client, dialect);
            log.Issued(minute, "b", environment: TenantEnvironment.UAT);
            for (var i = 0; i < 3; i++)
                log.Refused(minute * 60); // several in one moment, and the same as that of the minute
            log.Refused(minute * 60 + 30.5);
        }
        await log.Written();

        var all = await log.Find("?outcome=all&size=200");
        all.Count.ShouldBe(4 * 8);
        all.Take(8)
            .ShouldBe([
                "210.5 refused log-order Connect LIVE",
                "180 refused log-order Connect LIVE",
                "180 refused log-order Connect LIVE",
                "180 refused log-order Connect LIVE",
                "180 issued b Connect UAT",
                "180 issued b Connect LIVE",
                "180 issued a OAuthV2 LIVE",
                "180 issued a Connect LIVE",
            ]);
        foreach (var size in (int[])[1, 2, 3, 5, 31, 32])
        foreach (var outcome in (string[])["all", "issued", "refused"])
        {
            var walked = await Walk(log, outcome, size);
            walked.Keys.Distinct().Count().ShouldBe(walked.Keys.Count);
            walked.Entries.ShouldBe(outcome == "all" ? all : [.. all.Where(entry => entry.Contains(outcome, StringComparison.Ordinal))]);
        }
    }

    [Theory, OnEachDatabase]
    public async Task It_is_filtered_by_anything_that_support_may_be_told(Database database)
    {
        var log = await LogScenario.Of(await servers.On(database), "log-filter");
        log.Refused(1);
        log.Refused(2, client: "other");
        log.Refused(3, kind: RefusalKind.ScopeUnknown);
        log.Refused(4, address: "2001:db8::7");
        log.Refused(5, dialect: "OAuthV2");
        log.Refused(6, operation: "introspect");
        log.Refused(7, environment: TenantEnvironment.UAT);
        log.Refused(8, person: "ada@nordia.example", operation: "sign-in", dialect: "");
        log.Refused(90_000);
        log.Issued(0).Issued(0, "other").Issued(0, dialect: "OAuthV2").Issued(0, environment: TenantEnvironment.UAT).Issued(1);
        await log.Written();

        await Finds("", [90_000, 8, 7, 6, 5, 4, 3, 2, 1]);
        await Finds("?outcome=refused&credential=other", [2]);
        await Finds("?kind=ScopeUnknown", [3]);
        await Finds("?kind=scopeunknown", [3]);
        await Finds("?address=2001:DB8:0:0::7", [4]); // however it is spelled
        await Finds("?address=%20203.0.113.7%20&dialect=OAuthV2", [5]);
        await Finds("?operation=introspect", [6]);
        await Finds("?operation=sign-in", [8]);
        await Finds("?environment=uat", [7]);
        await Finds("?from=2026-11-21", [90_000]);
        await Finds("?until=2026-11-20T12:00:02", [2, 1]);
        await Finds("?from=2026-11-20T12:00:03&until=2026-11-20T12:00:04", [4, 3]);
        await Finds("?until=2026-11-20T12:00", [8, 7, 6, 5, 4, 3, 2, 1]);
        await Finds("?outcome=issued", [60, 0, 0, 0, 0]);
        await Finds("?outcome=issued&credential=other", [0]);
        await Finds("?outcome=issued&dialect=OAuthV2&operation=token", [0]);
        await Finds("?outcome=issued&environment=uat", [0]);
        await Finds("?outcome=issued&from=2026-11-20T12:00:30&until=2026-11-20T12:00:59", [0, 0, 0, 0]); // of the minute that it is in
        await Finds("?outcome=issued&from=2026-11-20T12:01", [60]);
        await Finds("?outcome=all&operation=api", []); // what tokens do not have leaves them out
        await Finds("?outcome=all&address=203.0.113.9", []);
        await Finds("?outcome=all&kind=Other", []);
        await Finds("?outcome=all&correlation=x", []);
        await Finds("?credential=%00", [90_000, 8, 7, 6, 5, 4, 3, 2, 1]); // as if it were empty
        (await log.Find("?credential=other%00&outcome=issued")).ShouldBe(["0 issued other Connect LIVE"]);

        async Task Finds(string query, double[] seconds) =>
            (await log.Find(query))
                .Select(entry => double.Parse(entry.Split(' ')[0], CultureInfo.InvariantCulture))
                .ShouldBe(seconds, query);
    }

    [Theory]
    [InlineData("outcome=maybe", "Use refused, noted, signed-in, issued or all.")]
    [InlineData("environment=test", "Use LIVE or UAT.")]
    [InlineData(
        "operation=dance",
        "Use token, api, authorize, sign-in, introspect, userinfo, revoke, client-state, refusal-report or sign-out."
    )]
    [InlineData("kind=3", "This kind of refusal doesn't exist.")]
    [InlineData("kind=Nonsense", "This kind of refusal doesn't exist.")]
    [InlineData("address=somewhere", "Enter an address such as 203.0.113.7 or 2001:db8::7.")]
    [InlineData("from=yesterday", "Enter a date such as 2026-05-03, or a time such as 2026-05-03T12:03 (UTC).")]
    [InlineData("until=9999-12-31", "Enter a date such as 2026-05-03, or a time such as 2026-05-03T12:03 (UTC).")]
    [InlineData("cursor=x", "This cursor isn't valid for this list. Start again without one.")]
    [InlineData("cursor=MTIzL3gvMQ", "This cursor isn't valid for this list. Start again without one.")]
    [InlineData(
        "cursor=OTk5OTk5OTk5OTk5OTk5OTk5L3IvMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY",
        "This cursor isn't valid for this list. Start again without one."
    )]
    public async Task What_is_not_understood_is_said_by_its_name(string query, string sentence)
    {
        var log = await LogScenario.Of(await servers.On(), "log-wrong");
        var answer = await log.Get("?" + query);
        answer.Status.ShouldBe(422, answer.Body);
        answer.Json.GetProperty("fields").GetProperty(query.Split('=')[0]).GetString().ShouldBe(sentence);
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Nothing_of_another_tenant_is_in_it(Database database)
    {
        var server = await servers.On(database);
        var own = await (await LogScenario.Of(server, "log-own")).Refused(1).Issued(0).Written();
        var other = await (await LogScenario.Of(server, "log-other")).Refused(2).Issued(0).Written();
        await using var db = server.Db();
        var id = await db
            .Refusals.IgnoreQueryFilters()
            .Where(row => row.TenantId == other.Tenant.Id)
            .Select(row => row.CorrelationId)
            .SingleAsync();

        var program = await HubProgram.Of(server, own.Tenant.Id, "hub.log.read");
        var all = await program.Get("/log-own/log?outcome=all&until=2026-11-20");
        all.Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("credential").GetString())
            .ShouldBe(["log-own", "log-own"]);
        foreach (var query in (string[])["?correlation=" + id, "?credential=log-other&outcome=all"])
            (await program.Get("/log-own/log" + query)).Body.ShouldBe("""{"items":[]}""");
        (await program.Get("/log-other/log")).Status.ShouldBe(404);
        (await program.Get("/log-other/log/export?format=csv")).Status.ShouldBe(404);
        foreach (var format in (string[])["csv", "json"])
            (await program.Get($"/log-own/log/export?outcome=all&format={format}")).Body.ShouldNotContain("log-other");
    }

    [Fact]
    public async Task A_credential_is_named_as_it_is_at_home_wherever_it_was_used()
    {
        var server = await servers.On();
        var log = await LogScenario.Of(server, "log-home");
        await using (var db = server.Db())
        {
            db.Clients.Add(
                new Client
                {
                    Id = "log-home-uat",
                    TenantId = log.Tenant.Id,
                    Environment = TenantEnvironment.UAT,
                    Kind = ClientKind.Machine,
                    Name = "Payroll, test",
                    Scopes = [],
                    CreatedAt = server.Clock.GetUtcNow(),
                }
            );
            await db.SaveChangesAsync();
        }
        await log.Refused(1, client: "log-home-uat", kind: RefusalKind.OtherEnvironment).Refused(0, client: "gone").Written();
        var items = (await log.Get()).Json.GetProperty("items");
        items[0].GetProperty("environment").GetString().ShouldBe("LIVE");
        items[0].GetProperty("credential_environment").GetString().ShouldBe("UAT");
        items[0].GetProperty("credential_name").GetString().ShouldBe("Payroll, test");
        items[1].GetProperty("credential").GetString().ShouldBe("gone");
        items[1].TryGetProperty("credential_environment", out _).ShouldBeFalse();
    }

    [Theory, OnEachDatabase]
    public async Task It_is_taken_along_as_a_file_however_long_it_is(Database database)
    {
        var log = await LogScenario.Of(await servers.On(database), "log-file");
        for (var i = 0; i < 1_100; i++)
            log.Refused(i, reason: $"=reason, {i}");
        await log.Issued(0, count: 7).Written();

        var csv = await log.Program.Get("/log-file/log/export?outcome=all&format=csv");
        (csv.Status, csv["Content-Type"], csv["Content-Disposition"]).ShouldBe(
            (200, "text/csv; charset=utf-8", "attachment; filename=log-log-file.csv; filename*=UTF-8''log-log-file.csv")
        );
        var lines = csv.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1_102);
        lines[0]
            .ShouldBe(
                "Time,Outcome,Environment,Operation,Credential,Person,Address,Dialect,API,Path,Kind,Error,Sentence,What to do,Correlation ID,Count,Proved"
            );
        lines[1]
            .ShouldStartWith(
                "2026-11-20T12:18:19.0000000Z,refused,LIVE,token,log-file,,203.0.113.7,Connect,,,WrongSecret,invalid_client,\"'=reason, 1099.\","
            );
        lines[^1]
            .ShouldBe("2026-11-20T12:00:00.0000000Z,issued,LIVE,token,log-file,,,Connect,,,,,Tokens were issued within this minute.,,,7,");

        var json = await log.Program.Get("/log-file/log/export?format=json&from=2026-11-20T12:18:19");
        json.Json.GetArrayLength().ShouldBe(1);
        json.Json[0].GetProperty("sentence").GetString().ShouldBe("=reason, 1099.");
        (await log.Program.Get("/log-file/log/export?format=xml")).Status.ShouldBe(422);
        (await log.Program.Get("/log-file/log/export?format=csv&kind=x")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task Rows_of_an_earlier_and_of_a_later_release_are_shown_too()
    {
        var server = await servers.On();
        var log = await LogScenario.Of(server, "log-release");
        await log.Refused(1).Refused(2).Written();
        await using (var db = server.Db())
        {
            await db
                .Refusals.IgnoreQueryFilters()
                .Where(row => row.TenantId == log.Tenant.Id && row.At == LogScenario.Noon.AddSeconds(1))
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.Kind, "").SetProperty(r => r.Operation, ""));
            await db
                .Refusals.IgnoreQueryFilters()
                .Where(row => row.TenantId == log.Tenant.Id && row.At == LogScenario.Noon.AddSeconds(2))
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.Kind, "OfNextYear").SetProperty(r => r.Operation, "device"));
        }
        var items = (await log.Get()).Json.GetProperty("items").EnumerateArray().ToList();
        items.Select(item => item.GetProperty("kind").GetString()).ShouldBe(["Other", "Other"]);
        items[0].GetProperty("operation").GetString().ShouldBe("device");
        items[1].TryGetProperty("operation", out _).ShouldBeFalse();
    }

    private static async Task<(List<string> Entries, List<string> Keys)> Walk(LogScenario log, string outcome, int size)
    {
        var (entries, keys, cursor) = (new List<string>(), new List<string>(), "");
        while (true)
        {
            var query = $"?outcome={outcome}&size={size}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}";
            entries.AddRange(await log.Find(query));
            var answer = (await log.Get(query)).Json;
            if (!answer.TryGetProperty("next", out var next))
                return (entries, keys);
            keys.Add(cursor = next.GetString()!);
        }
    }
}
