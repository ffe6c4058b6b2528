using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>The log as people read it.</summary>
[Collection<LogServers>]
public sealed partial class LogPageTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Log = "/t/nordia/log";

    [Fact]
    public async Task A_developer_finds_a_refusal_by_the_id_of_the_answer_and_reads_why()
    {
        var server = (await browserSessions.On()).Server;
        var refused = await new Integrator(server).Refresh("nonsense");
        await server.Refusals(refused, "dc3");
        var session = await Enter(server);

        await Show(session, ".log-lookup", ("correlation", refused.CorrelationId));

        session.Heading.ShouldBe("Log");
        var entry = session.Page.QuerySelectorAll(".log-entry").ShouldHaveSingleItem();
        Lines(entry)
            .ShouldBe([
                "The refresh token isn't valid: this datacentre didn't issue it, or it expired long ago.",
                "Check that you store the whole token. If you do, send the person to the authorization endpoint again.",
                $"LIVE {Moment(refused)}",
                "nordia-erp",
                "Token through Connect",
                "from 127.0.0.1",
                $"{refused.CorrelationId} response: invalid_grant",
            ]);
        entry.QuerySelector("a")!.GetAttribute("href").ShouldBe("/t/nordia/credentials/LIVE/nordia-erp");
        session.Page.QuerySelector("#correlation")!.GetAttribute("value").ShouldBe(refused.CorrelationId);

        await session.Open(BrowserSession.Hub + Log);
        session
            .Page.QuerySelectorAll(".log-entry a")
            .Select(link => link.GetAttribute("href"))
            .ShouldContain($"{Log}?correlation={refused.CorrelationId}");
    }

    [Fact]
    public async Task An_id_that_was_counted_under_another_leads_to_its_moment()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("log-alike");
        var alike = new Integrator(server, "log-alike");
        var (first, second) = (await alike.Refresh("nonsense"), await alike.Refresh("nonsense"));
        (await server.Refusals(first, "dc3")).Single().Count.ShouldBe(2);
        var session = await Enter(server);

        await Show(session, ".log-lookup", ("correlation", second.CorrelationId));

        session.Page.QuerySelectorAll(".log-entry").ShouldBeEmpty();
        session.Page.QuerySelector(".hub-page")!.TextContent.ShouldContain("No entry has this ID.");
        var moment = session
            .Page.QuerySelectorAll(".hub-page a")
            .Single(link => link.TextContent.StartsWith("See what", StringComparison.Ordinal));
        await session.Open(BrowserSession.Hub + moment.GetAttribute("href"));
        session
            .Page.QuerySelectorAll(".log-entry")
            .Select(entry => entry.TextContent)
            .ShouldContain(text => text.Contains(first.CorrelationId));
        session.Page.QuerySelector(".log-entry strong")!.TextContent.ShouldBe("2 times");
    }

    [Fact]
    public async Task The_filter_is_a_plain_form_that_keeps_what_was_entered()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.AddTenant("log-filtered");
        await server.AddIntegrator("log-filtered", tenantId: tenant.Id);
        await new Integrator(server, "log-filtered").Redeem("nonsense");
        await server.Refusals(await new Integrator(server, "log-filtered").Refresh("nonsense"), "dc3");
        var session = await Enter(server, tenant);

        await Show(session, ".filters", ("kind", "CodeUnknown"), ("from", "2026-11-01T00:00"), ("credential", "log-filtered"));

        session.Page.QuerySelectorAll(".log-sentence").ShouldHaveSingleItem().TextContent.ShouldContain("authorization code");
        session.Page.QuerySelector("#kind option[selected]")!.TextContent.ShouldBe("Code unknown");
        session.Page.QuerySelector("#from")!.GetAttribute("value").ShouldBe("2026-11-01T00:00");
        session.Page.QuerySelector(".log-filters")!.HasAttribute("open").ShouldBeTrue();
        var csv = session.Page.QuerySelectorAll("a").Single(link => link.TextContent == "CSV").GetAttribute("href")!;
        csv.ShouldBe("/t/log-filtered/log/export?credential=log-filtered&kind=CodeUnknown&from=2026-11-01T00%3A00&format=csv");
        await session.Open(BrowserSession.Hub + csv);
        session.Answer["Content-Disposition"].ShouldBe("attachment; filename=log-log-filtered.csv; filename*=UTF-8''log-log-filtered.csv");
        session.Answer.Body.Split("\r\n").Length.ShouldBe(3);

        await session.Open($"{BrowserSession.Hub}/t/log-filtered/log?kind=CodeReused");
        session.Page.QuerySelector(".hub-page")!.TextContent.ShouldContain("No matching entries.");
        await session.Open($"{BrowserSession.Hub}/t/log-filtered/log?address=somewhere");
        (
            session.Answer.Status,
            session.Page.QuerySelector(".hub-page .notice")!.TextContent.Contains("Enter an address such as", StringComparison.Ordinal)
        ).ShouldBe((422, true));
        await session.Open($"{BrowserSession.Hub}/t/log-filtered/log/export?format=xml");
        session.Answer.Status.ShouldBe(422);
    }

    [Fact]
    public async Task Before_anything_was_refused_the_page_says_what_will_be_here()
    {
        var server = (await browserSessions.On()).Server;
        var session = await Enter(server, await server.AddTenant("log-empty"));
        session.Page.QuerySelector(".hub-page")!.TextContent.ShouldContain("No refusals. New refusals appear here");
        session
            .Page.QuerySelector(".hub-page")!
            .TextContent.ShouldContain("Refusals and sign-ins are kept for 90 days, issued tokens for 400 days.");
        session.Page.QuerySelector(".pager").ShouldBeNull();
    }

    [Fact]
    public async Task More_than_a_page_goes_on_to_the_older_and_back_to_the_newest()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.AddTenant("log-long");
        await server.Change(db =>
        {
            for (var i = 0; i < 60; i++)
                db.Refusals.Add(Row(tenant, LogScenario.Noon.AddSeconds(i), $"reason {i}"));
            return Task.CompletedTask;
        });
        var session = await Enter(server, tenant);
        Sentences(session).ShouldBe(Enumerable.Range(10, 50).Reverse().Select(i => $"Reason {i}."));
        await session.Open(BrowserSession.Hub + session.Page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href"));
        Sentences(session).ShouldBe(Enumerable.Range(0, 10).Reverse().Select(i => $"Reason {i}."));
        session.Page.QuerySelectorAll(".pager a").ShouldHaveSingleItem().TextContent.ShouldBe("Newest");
        session
            .Page.QuerySelectorAll("a")
            .Single(link => link.TextContent == "JSON")
            .GetAttribute("href")
            .ShouldBe("/t/log-long/log/export?format=json");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_an_API_wrote_is_text_and_no_page()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.AddTenant("log-text");
        await server.Change(db =>
        {
            db.Refusals.Add(Row(tenant, LogScenario.Noon, "<script>alert(1)</script>"));
            return Task.CompletedTask;
        });
        var session = await Enter(server, tenant);
        session.Page.QuerySelectorAll(".hub-page script").ShouldBeEmpty();
        Sentences(session).ShouldBe(["<script>alert(1)</script>."]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_member_without_a_role_and_a_stranger_find_no_log()
    {
        var server = (await browserSessions.On()).Server;
        foreach (var (email, path) in new[] { (await server.Person(), Log), (await Person(server), "/t/vendor/log") })
        {
            var session = new BrowserSession(server);
            await session.EnterHub(email, path);
            session.Answer.Status.ShouldBe(404);
        }
    }

    private static Refusal Row(Tenant tenant, DateTimeOffset at, string reason) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            TenantId = tenant.Id,
            Environment = TenantEnvironment.UAT,
            Operation = "api",
            Kind = nameof(RefusalKind.ReportedByApi),
            ClientId = null,
            Dialect = "",
            ApiIdentifier = "urn:tokenhouse:invoices",
            Path = "/v3/{tenantId}/jobs",
            Code = "insufficient_scope",
            Reason = reason,
            Address = "",
            CorrelationId = "api-1",
            At = at,
            Count = 1,
        };

    private static IEnumerable<string> Sentences(BrowserSession session) =>
        session.Page.QuerySelectorAll(".log-sentence").Select(sentence => sentence.TextContent);

    private static List<string> Lines(IElement entry) =>
        [.. entry.QuerySelectorAll("p, li").Select(line => Spaces().Replace(line.TextContent, " ").Trim())];

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    private static string Moment(Answer answer) =>
        Tokenhouse
            .Server.Hub.Log.CorrelationId.At(answer.CorrelationId)!
            .Value.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Task<string> Person(TestServer server) => server.Person(account => account.Memberships[0].Role = Role.Developer);

    private static async Task<BrowserSession> Enter(TestServer server, Tenant? tenant = null)
    {
        var session = new BrowserSession(server);
        var email = tenant is null ? await Person(server) : await server.Member(tenant, Role.Reader);
        await session.EnterHub(email, tenant is null ? Log : $"/t/{tenant.Slug}/log");
        return session;
    }

    /// <summary>Sends a form as browsers do whose method is GET: in the address.</summary>
    private static Task Show(BrowserSession session, string form, params (string Name, string Value)[] filledIn)
    {
        var found = session.Page.QuerySelector<IHtmlFormElement>(form)!;
        found.Method.ShouldBe("get");
        var fields = found
            .Elements.Where(element => element is IHtmlInputElement or IHtmlSelectElement)
            .Select(element => element.GetAttribute("name")!)
            .ToDictionary(name => name, name => filledIn.FirstOrDefault(field => field.Name == name).Value ?? "");
        filledIn.ShouldAllBe(field => fields.ContainsKey(field.Name));
        var query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return session.Open($"{BrowserSession.Hub}{found.GetAttribute("action")}?{query}");
    }
}
