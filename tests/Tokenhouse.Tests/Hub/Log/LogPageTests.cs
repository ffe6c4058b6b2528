using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>The log as people read it.</summary>
public sealed partial class LogPageTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Log = "/t/nordia/log";

    [Fact]
    public async Task A_developer_finds_a_refusal_by_the_id_of_the_answer_and_reads_why()
    {
        var house = (await visitors.On()).House;
        var refused = await new Integrator(house).Refresh("nonsense");
        await house.Refusals(refused, "dc3");
        var visitor = await Enter(house);

        await Show(visitor, ".log-lookup", ("correlation", refused.CorrelationId));

        visitor.Heading.ShouldBe("Log");
        var entry = visitor.Page.QuerySelectorAll(".log-entry").ShouldHaveSingleItem();
        Lines(entry)
            .ShouldBe([
                "The refresh token isn't valid: this datacentre didn't issue it, or it expired long ago.",
                "Check that you store the whole token. If you do, send the person to the authorization endpoint again.",
                $"LIVE {Moment(refused)}",
                "nordia-erp",
                "Token through Connect",
                "from 127.0.0.1",
                $"{refused.CorrelationId} answered with invalid_grant",
            ]);
        entry.QuerySelector("a")!.GetAttribute("href").ShouldBe("/t/nordia/credentials/live/nordia-erp");
        visitor.Page.QuerySelector("#correlation")!.GetAttribute("value").ShouldBe(refused.CorrelationId);

        await visitor.Open(Visitor.Hub + Log);
        visitor
            .Page.QuerySelectorAll(".log-entry a")
            .Select(link => link.GetAttribute("href"))
            .ShouldContain($"{Log}?correlation={refused.CorrelationId}");
    }

    [Fact]
    public async Task An_id_that_was_counted_under_another_leads_to_its_moment()
    {
        var house = (await visitors.On()).House;
        await house.AddIntegrator("log-alike");
        var alike = new Integrator(house, "log-alike");
        var (first, second) = (await alike.Refresh("nonsense"), await alike.Refresh("nonsense"));
        (await house.Refusals(first, "dc3")).Single().Count.ShouldBe(2);
        var visitor = await Enter(house);

        await Show(visitor, ".log-lookup", ("correlation", second.CorrelationId));

        visitor.Page.QuerySelectorAll(".log-entry").ShouldBeEmpty();
        visitor.Page.QuerySelector(".hub-page")!.TextContent.ShouldContain("No entry has this ID.");
        var moment = visitor
            .Page.QuerySelectorAll(".hub-page a")
            .Single(link => link.TextContent.StartsWith("See what", StringComparison.Ordinal));
        await visitor.Open(Visitor.Hub + moment.GetAttribute("href"));
        visitor
            .Page.QuerySelectorAll(".log-entry")
            .Select(entry => entry.TextContent)
            .ShouldContain(text => text.Contains(first.CorrelationId));
        visitor.Page.QuerySelector(".log-entry strong")!.TextContent.ShouldBe("2 times");
    }

    [Fact]
    public async Task The_filter_is_a_plain_form_that_keeps_what_was_entered()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.AddTenant("log-filtered");
        await house.AddIntegrator("log-filtered", tenantId: tenant.Id);
        await new Integrator(house, "log-filtered").Redeem("nonsense");
        await house.Refusals(await new Integrator(house, "log-filtered").Refresh("nonsense"), "dc3");
        var visitor = await Enter(house, tenant);

        await Show(visitor, ".filters", ("kind", "CodeUnknown"), ("from", "2026-11-01T00:00"), ("credential", "log-filtered"));

        visitor.Page.QuerySelectorAll(".log-sentence").ShouldHaveSingleItem().TextContent.ShouldContain("authorization code");
        visitor.Page.QuerySelector("#kind option[selected]")!.TextContent.ShouldBe("Code unknown");
        visitor.Page.QuerySelector("#from")!.GetAttribute("value").ShouldBe("2026-11-01T00:00");
        visitor.Page.QuerySelector(".log-filters")!.HasAttribute("open").ShouldBeTrue();
        var csv = visitor.Page.QuerySelectorAll("a").Single(link => link.TextContent == "CSV").GetAttribute("href")!;
        csv.ShouldBe("/t/log-filtered/log/export?credential=log-filtered&kind=CodeUnknown&from=2026-11-01T00%3A00&format=csv");
        await visitor.Open(Visitor.Hub + csv);
        visitor.Answer["Content-Disposition"].ShouldBe("attachment; filename=log-log-filtered.csv; filename*=UTF-8''log-log-filtered.csv");
        visitor.Answer.Body.Split("\r\n").Length.ShouldBe(3);

        await visitor.Open($"{Visitor.Hub}/t/log-filtered/log?kind=CodeReused");
        visitor.Page.QuerySelector(".hub-page")!.TextContent.ShouldContain("No matching entries.");
        await visitor.Open($"{Visitor.Hub}/t/log-filtered/log?address=somewhere");
        (
            visitor.Answer.Status,
            visitor.Page.QuerySelector(".hub-page .notice")!.TextContent.Contains("Enter an address such as", StringComparison.Ordinal)
        ).ShouldBe((422, true));
        await visitor.Open($"{Visitor.Hub}/t/log-filtered/log/export?format=xml");
        visitor.Answer.Status.ShouldBe(422);
    }

    [Fact]
    public async Task Before_anything_was_refused_the_page_says_what_will_be_here()
    {
        var house = (await visitors.On()).House;
        var visitor = await Enter(house, await house.AddTenant("log-empty"));
        visitor.Page.QuerySelector(".hub-page")!.TextContent.ShouldContain("No refusals. New refusals appear here");
        visitor
            .Page.QuerySelector(".hub-page")!
            .TextContent.ShouldContain("Refusals and sign-ins are kept for 90 days, issued tokens for 400 days.");
        visitor.Page.QuerySelector(".pager").ShouldBeNull();
    }

    [Fact]
    public async Task More_than_a_page_goes_on_to_the_older_and_back_to_the_newest()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.AddTenant("log-long");
        await house.Change(db =>
        {
            for (var i = 0; i < 60; i++)
                db.Refusals.Add(Row(tenant, LogHouse.Noon.AddSeconds(i), $"reason {i}"));
            return Task.CompletedTask;
        });
        var visitor = await Enter(house, tenant);
        Sentences(visitor).ShouldBe(Enumerable.Range(10, 50).Reverse().Select(i => $"Reason {i}."));
        await visitor.Open(Visitor.Hub + visitor.Page.QuerySelector(".pager a[rel=next]")!.GetAttribute("href"));
        Sentences(visitor).ShouldBe(Enumerable.Range(0, 10).Reverse().Select(i => $"Reason {i}."));
        visitor.Page.QuerySelectorAll(".pager a").ShouldHaveSingleItem().TextContent.ShouldBe("Newest");
        visitor
            .Page.QuerySelectorAll("a")
            .Single(link => link.TextContent == "JSON")
            .GetAttribute("href")
            .ShouldBe("/t/log-long/log/export?format=json");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_an_API_wrote_is_text_and_no_page()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.AddTenant("log-text");
        await house.Change(db =>
        {
            db.Refusals.Add(Row(tenant, LogHouse.Noon, "<script>alert(1)</script>"));
            return Task.CompletedTask;
        });
        var visitor = await Enter(house, tenant);
        visitor.Page.QuerySelectorAll(".hub-page script").ShouldBeEmpty();
        Sentences(visitor).ShouldBe(["<script>alert(1)</script>."]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_member_without_a_role_and_a_stranger_find_no_log()
    {
        var house = (await visitors.On()).House;
        foreach (var (email, path) in new[] { (await house.Person(), Log), (await Person(house), "/t/vendor/log") })
        {
            var visitor = new Visitor(house);
            await visitor.EnterHub(email, path);
            visitor.Answer.Status.ShouldBe(404);
        }
    }

    private static Refusal Row(Tenant tenant, DateTimeOffset at, string reason) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            TenantId = tenant.Id,
            Environment = Environment.UAT,
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

    private static IEnumerable<string> Sentences(Visitor visitor) =>
        visitor.Page.QuerySelectorAll(".log-sentence").Select(sentence => sentence.TextContent);

    private static List<string> Lines(IElement entry) =>
        [.. entry.QuerySelectorAll("p, li").Select(line => Spaces().Replace(line.TextContent, " ").Trim())];

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    private static string Moment(Answer answer) =>
        Server
            .Admin.Log.CorrelationId.At(answer.CorrelationId)!
            .Value.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Task<string> Person(House house) => house.Person(account => account.Memberships[0].Role = Role.Developer);

    private static async Task<Visitor> Enter(House house, Tenant? tenant = null)
    {
        var visitor = new Visitor(house);
        var email = tenant is null ? await Person(house) : await house.Member(tenant, Role.Reader);
        await visitor.EnterHub(email, tenant is null ? Log : $"/t/{tenant.Slug}/log");
        return visitor;
    }

    /// <summary>Sends a form as browsers do whose method is GET: in the address.</summary>
    private static Task Show(Visitor visitor, string form, params (string Name, string Value)[] filledIn)
    {
        var found = visitor.Page.QuerySelector<IHtmlFormElement>(form)!;
        found.Method.ShouldBe("get");
        var fields = found
            .Elements.Where(element => element is IHtmlInputElement or IHtmlSelectElement)
            .Select(element => element.GetAttribute("name")!)
            .ToDictionary(name => name, name => filledIn.FirstOrDefault(field => field.Name == name).Value ?? "");
        filledIn.ShouldAllBe(field => fields.ContainsKey(field.Name));
        var query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return visitor.Open($"{Visitor.Hub}{found.GetAttribute("action")}?{query}");
    }
}
