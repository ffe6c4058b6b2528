using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>Sign-ins that succeeded stand in the log of every tenant of the person, between what was refused and the tokens.</summary>
[Collection<LogServers>]
public sealed class SignInLogTests(TestServers servers)
{
    private const string LoginUat = "http://loginuat.dc3.localhost:5080";

    [Fact]
    public async Task Who_signed_in_when_and_from_where_is_told_to_every_tenant_of_the_person_and_to_no_other()
    {
        var server = await servers.On();
        var (one, other, none) = (await server.Company("sign-in"), await server.Company("sign-in"), await server.Company("sign-in"));
        var email = await server.Member(one, Role.Member);
        await server.AddMember(other, email);
        var session = new BrowserSession(server) { StopsBefore = "/account" };
        await session.Open(BrowserSession.Dc3 + "/account");
        session = new BrowserSession(server);
        await session.SignInTo("/account", email.ToUpperInvariant());

        var rows = await SignIns(server, email, 2);
        rows.Select(row => (row.TenantId, row.Environment, row.Person, row.Address, row.Count))
            .ShouldBe([(one.Id, TenantEnvironment.LIVE, email, "127.0.0.1", 1), (other.Id, TenantEnvironment.LIVE, email, "127.0.0.1", 1)]);
        var token = await server.HubToken(one.Id, "hub.log.read");
        var item = (await server.Call(token, HttpMethod.Get, $"/tenants/{one.Slug}/log?outcome=signed-in")).Json.GetProperty("items");
        item.GetArrayLength().ShouldBe(1);
        item[0]
            .GetRawText()
            .ShouldBe(
                $$"""{"at":"{{rows[0].At:yyyy-MM-ddTHH:mm:ss.FFFFFFF}}Z","outcome":"signed-in","environment":"LIVE","sentence":"The person signed in.","count":1,"operation":"sign-in","person":"{{email}}","address":"127.0.0.1","correlation_id":"{{rows[0].CorrelationId}}"}"""
            );
        var found = await server.Call(token, HttpMethod.Get, $"/tenants/{one.Slug}/log?correlation={rows[0].CorrelationId}");
        found.Json.GetProperty("items").GetArrayLength().ShouldBe(1); // although no outcome was named
        var empty = await server.HubToken(none.Id, "hub.log.read");
        (await server.Call(empty, HttpMethod.Get, $"/tenants/{none.Slug}/log?outcome=signed-in")).Body.ShouldBe("""{"items":[]}""");
    }

    [Fact]
    public async Task A_second_factor_and_a_sign_in_at_UAT_are_there_once_and_a_wrong_password_is_none()
    {
        var server = await servers.On();
        var tenant = await server.Company("sign-in");
        var email = await server.Member(tenant, Role.Member);
        var session = new BrowserSession(server);
        await session.Open(LoginUat + "/account");
        await session.SignIn(email, "wrong-password");
        await session.SignIn(email);
        var rows = await SignIns(server, email, 1);
        rows.Select(row => row.Environment).ShouldBe([TenantEnvironment.UAT]);
        rows[0].CorrelationId.ShouldNotBeEmpty();
        await using var db = server.Db("dc3");
        (await db.Refusals.IgnoreQueryFilters().CountAsync(row => row.Person == email)).ShouldBe(1);
    }

    [Fact]
    public async Task The_page_shows_them_when_they_are_asked_for()
    {
        var server = await servers.On();
        var tenant = await server.Company("sign-in");
        var email = await server.Member(tenant, Role.Reader);
        var session = await server.AtHub(email);
        await SignIns(server, email, 1);
        await session.OpenHub($"/t/{tenant.Slug}/log");
        session.Page.QuerySelectorAll(".log-entry").ShouldBeEmpty(); // what was refused is looked for first
        await session.OpenHub($"/t/{tenant.Slug}/log?outcome=signed-in&operation=sign-in");
        session.Texts(".log-sentence").ShouldBe(["The person signed in."]);
        session
            .Texts(".log-facts li")
            .ShouldSatisfyAllConditions(
                facts => facts.ShouldContain(email),
                facts => facts.ShouldContain("Sign in"),
                facts => facts.ShouldContain("from 127.0.0.1")
            );
    }

    [Fact]
    public async Task They_stand_between_refusals_and_tokens_of_a_moment_and_every_way_through_finds_each_once()
    {
        var log = await LogScenario.Of(await servers.On(), "sign-in-order");
        for (var minute = 0; minute < 3; minute++)
        {
            log.Issued(minute).Issued(minute, "b");
            log.Refused(minute * 60).Refused(minute * 60);
            log.SignedIn(minute * 60).SignedIn(minute * 60, "bob@nordia.example").SignedIn(minute * 60 + 10);
        }
        await log.Written();
        var all = await log.Find("?outcome=all&size=200");
        all.Select(entry => string.Join(' ', entry.Split(' ')[..2]))
            .Take(7)
            .ShouldBe(["130 signed-in", "120 refused", "120 refused", "120 signed-in", "120 signed-in", "120 issued", "120 issued"]);
        all.Count.ShouldBe(21);
        foreach (var size in (int[])[1, 2, 3, 7, 20, 21])
        {
            var (walked, cursor) = (new List<string>(), "");
            do
            {
                var answer = await log.Get($"?outcome=all&size={size}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
                walked.AddRange(await log.Find($"?outcome=all&size={size}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}"));
                cursor = answer.Json.TryGetProperty("next", out var next) ? next.GetString()! : "";
            } while (cursor.Length > 0);
            walked.ShouldBe(all, size.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task They_are_filtered_and_taken_along_like_the_rest()
    {
        var log = await LogScenario.Of(await servers.On(), "sign-in-filter");
        log.SignedIn(1)
            .SignedIn(2, address: "2001:db8::7")
            .SignedIn(3, environment: TenantEnvironment.UAT)
            .SignedIn(90_000, "=bob@nordia.example");
        log.Refused(4, operation: "sign-in", person: "ada@nordia.example", dialect: "").Issued(0);
        await log.Written();
        await Finds("?outcome=signed-in", ["90000", "3", "2", "1"]);
        await Finds("?outcome=all&operation=sign-in", ["90000", "4", "3", "2", "1"]);
        await Finds("?outcome=signed-in&address=2001:DB8::7", ["2"]);
        await Finds("?outcome=signed-in&environment=uat", ["3"]);
        await Finds("?outcome=signed-in&from=2026-11-20T12:00:02&until=2026-11-20T12:00:03", ["3", "2"]);
        await Finds("?outcome=signed-in&from=2026-11-21", ["90000"]);
        await Finds("?outcome=signed-in&operation=token", []); // what a sign-in does not have leaves it out
        await Finds("?outcome=signed-in&credential=sign-in-filter", []);
        await Finds("?outcome=signed-in&dialect=Connect", []);
        await Finds("?outcome=signed-in&kind=Other", []);
        var csv = await log.Program.Get("/sign-in-filter/log/export?outcome=signed-in&format=csv");
        csv.Body.Split("\r\n")[1]
            .ShouldStartWith(
                "2026-11-21T13:00:00.0000000Z,signed-in,LIVE,sign-in,,'=bob@nordia.example,203.0.113.7,,,,,,The person signed in.,,"
            );

        async Task Finds(string query, string[] seconds) =>
            (await log.Find(query)).Select(entry => entry.Split(' ')[0]).ShouldBe(seconds, query);
    }

    [Fact]
    public async Task They_go_when_refusals_of_their_age_go()
    {
        var server = await servers.On();
        var log = await LogScenario.Of(server, "sign-in-swept");
        var kept = server.Services().GetRequiredService<Retention>().Refusals;
        var age = (server.Clock.GetUtcNow() - LogScenario.Noon).TotalSeconds;
        await log.SignedIn(age - kept.TotalSeconds - 1).SignedIn(age - kept.TotalSeconds + 3600).Written();
        await server.Services().GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        (await log.Find("?outcome=signed-in")).Count.ShouldBe(1);
    }

    private static async Task<List<Tokenhouse.Server.Data.Entities.SignIn>> SignIns(TestServer server, string email, int count)
    {
        List<Tokenhouse.Server.Data.Entities.SignIn> found = [];
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db("dc3");
                found = await db.SignIns.IgnoreQueryFilters().Where(row => row.Person == email).OrderBy(row => row.TenantId).ToListAsync();
                return found.Count == count;
            }
        );
        return found;
    }
}
