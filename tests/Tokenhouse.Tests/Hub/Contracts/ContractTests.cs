using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Requests;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Contracts;

/// <summary>What a tenant may have: shown to its people, agreed by operators, and held to at the token endpoint.</summary>
[Collection<RequestServers>]
public sealed class ContractTests(TestServers servers)
{
    [Fact]
    public async Task A_contract_that_an_operator_adds_counts_within_a_second()
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-add");
        await server.AddIntegrator(
            "contract-add-job",
            client => client.Scopes = ["Public.Job.Read"],
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        (await Token(server, "contract-add-job")).Status.ShouldBe(400);

        var session = await server.Operator("/t/contract-add/contract");
        session.Page.QuerySelector("#scopes-LIVE")!.ParentElement.Text().ShouldContain("No contract, so no scopes are available.");
        await session.OpenHub("/t/contract-add/contract/add/live");
        session.Heading.ShouldBe("Add a contract");
        await session.Send("/contract/add/live", ("scopes", "Public.Job.Write"), ("scopes", "Public.Job.Read"), ("last_day", "2027-05-31"));
        session.Said().ShouldBe("Contract added.");
        session
            .Texts(".scope-list li")
            .ShouldBe(["Public.Job.Read now, until the end of 31 May 2027", "Public.Job.Write now, until the end of 31 May 2027"]);
        session.Texts(".card-row h3").ShouldBe(["From 21 November 2026 until the end of 31 May 2027 Now"]);
        (await Token(server, "contract-add-job")).Json.GetProperty("scope").GetString().ShouldBe("Public.Job.Read");

        var entry = (await server.AuditOf(tenant.Id)).ShouldHaveSingleItem();
        (entry.Act, entry.Environment, entry.Before).ShouldBe(("contract.added", TenantEnvironment.LIVE, null));
        entry.After.ShouldBe(
            """{"scopes":["Public.Job.Read","Public.Job.Write"],"from":"2026-11-21T00:00:00+00:00","until":"2027-06-01T00:00:00+00:00"}"""
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_contract_that_an_operator_ends_issues_nothing_within_a_second()
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-end", Contract("Public.Job.Read", "Public.Job.Write"), Contract("Public.Job.Read"));
        foreach (var id in (string[])["contract-end-one", "contract-end-two"])
            await server.AddIntegrator(id, client => client.Scopes = ["Public.Job.Write"], ClientKind.Machine, tenantId: tenant.Id);
        await server.AddIntegrator(
            "contract-end-read",
            client => client.Scopes = ["Public.Job.Read"],
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        (await Token(server, "contract-end-one")).Status.ShouldBe(200);

        var session = await server.Operator("/t/contract-end/contract");
        await session.OpenHub(End(session, "Public.Job.Read, Public.Job.Write"));
        session.Heading.ShouldBe("End a contract");
        session.Texts(".notice li").ShouldBe(["2 credentials use Public.Job.Write"]); // the other contract covers the rest
        await session.Send("/end");
        session.Said().ShouldBe("Contract ended. No more tokens are issued for scopes that no other contract covers.");

        var refused = await Token(server, "contract-end-one", "Public.Job.Write");
        refused.Status.ShouldBe(400);
        refused.Body.ShouldBe(
            """{"error":"invalid_scope","error_description":"The scope 'Public.Job.Write' isn't available to this client."}"""
        );
        (await Token(server, "contract-end-read")).Status.ShouldBe(200);
        session
            .Texts(".card-row h3")
            .ShouldContain(text =>
                text.EndsWith($"until {server.Clock.GetUtcNow():d MMMM yyyy, HH:mm} UTC Ended", StringComparison.Ordinal)
            );
        (await server.AuditOf(tenant.Id)).ShouldHaveSingleItem().Act.ShouldBe("contract.ended");
    }

    [Fact]
    public async Task A_contract_that_has_not_begun_is_taken_back_and_gone()
    {
        var server = await servers.On();
        var ahead = Contract("Public.Job.Read");
        ahead.From = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Customer(server, "contract-ahead", ahead);
        var session = await server.Operator("/t/contract-ahead/contract");
        session.Texts(".scope-list li").ShouldBe(["Public.Job.Read from 1 January 2027"]);
        await session.OpenHub(End(session, "Public.Job.Read"));
        session.Heading.ShouldBe("Cancel a contract");
        await session.Send("/end");
        session.Page.QuerySelectorAll(".card-row").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contract_is_changed_and_says_what_its_end_will_take()
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-change", Contract("Public.Job.Read"));
        await server.AddIntegrator(
            "contract-change-one",
            client => client.Scopes = ["Public.Job.Read"],
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        var session = await server.Operator("/t/contract-change/contract");
        await session.OpenHub(Change(session));
        session.Page.QuerySelectorAll("input[name=scopes][checked]").Select(box => box.GetAttribute("value")).ShouldBe(["Public.Job.Read"]);
        session.Page.QuerySelector("label[for='scope-Public.Job.Read']").Text().ShouldBe("Public.Job.Read 1 credential");
        await session.Send(Path(session), ("scopes", "Public.Job.Read"), ("scopes", "Public.Offer.Read"), ("last_day", "2026-11-30"));
        session.Said().ShouldBe("Contract saved. It takes effect within a second.");
        session
            .Page.QuerySelector(".card-row .mt-1")
            .Text()
            .ShouldBe("When it ends: 1 credential uses Public.Job.Read. No other contract covers this.");

        await using var db = server.Db("dc3");
        var row = await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == tenant.Id);
        row.From.ShouldBe(Begin); // its day was left alone, and so the moment too
        row.Until.ShouldBe(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        row.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Who_saves_what_somebody_else_has_changed_meanwhile_is_told_so()
    {
        var server = await servers.On();
        await Customer(server, "contract-stale", Contract("Public.Job.Read"));
        var session = await server.Operator("/t/contract-stale/contract");
        await session.OpenHub(Change(session));
        var other = session.Window();
        await other.OpenHub(Path(session));
        await session.Send(Path(session), ("last_day", "2027-01-31"));
        await other.Send(Path(other), ("last_day", "2027-02-28"));
        other.Answer.Status.ShouldBe(412);
        other.Said().ShouldStartWith("Changed in the meantime");
        other.Page.QuerySelector("#last_day")!.GetAttribute("value").ShouldBe("2027-02-28"); // what was typed is not lost
    }

    [Theory]
    [InlineData("scopes", "", "", "", "Choose at least one scope. To remove all of them, end the contract.")]
    [InlineData(
        "scopes",
        "Nobody.Knows",
        "",
        "",
        "The scope Nobody.Knows isn't in the catalogue. Check the spelling, or add it to the catalogue first."
    )]
    [InlineData("scopes", "hub.log.read", "", "", "Every LIVE contract includes hub.log.read automatically. Remove it from the list.")]
    [InlineData("last_day", "all", "2027-01-02", "2027-01-01", "The last day is before the first.")]
    [InlineData("last_day", "all", "2026-01-01", "2026-11-20", "The last day is in the past. Choose today or a later day.")]
    [InlineData("from", "all", "1.1.2027", "", "Enter a date as year, month and day, such as 2026-11-30.")]
    public async Task What_cannot_be_agreed_is_said_beside_the_field(string field, string scope, string from, string last, string sentence)
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-faults");
        var session = await server.Operator("/t/contract-faults/contract/add/uat");
        (string, string)[] scopes = scope.Length == 0 ? [] : [("scopes", scope)];
        await session.Send("/contract/add/uat", [.. scopes, ("from", from), ("last_day", last)]);
        session.Answer.Status.ShouldBe(422);
        session.Said().ShouldBe("Please check what you entered " + sentence);
        if (field == "scopes")
            session.Page.QuerySelector("#scopes .invalid-feedback").Text().ShouldBe(sentence);
        else
            session.Fault(field).ShouldBe(sentence);
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.Reader)]
    [InlineData(Role.Developer)]
    [InlineData(Role.Manager)]
    [Trait("Category", "Security")]
    public async Task People_of_the_tenant_see_their_contract_and_cannot_touch_it(Role role)
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-own", Contract("Public.Job.Read"));
        var session = await server.AtHub(tenant.Id, role, "/t/contract-own/contract");
        session.Texts(".scope-list li").ShouldBe(["Public.Job.Read now"]);
        session.Page.QuerySelectorAll(".hub-page form, .hub-page a").ShouldBeEmpty();
        var id = await Id(server, tenant);
        foreach (var path in (string[])["add/live", $"{id}", $"{id}/end"])
        {
            await session.OpenHub($"/t/contract-own/contract/{path}");
            session.Answer.Status.ShouldBe(404);
        }
        await session.OpenHub("/t/globex/contract");
        session.Answer.Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_Reader_of_the_vendor_sees_every_contract_and_changes_none()
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-reader", Contract("Public.Job.Read"));
        var session = await server.Operator("/t/contract-reader/contract", Role.Reader);
        session.Texts(".scope-list li").ShouldBe(["Public.Job.Read now"]);
        await session.OpenHub($"/t/contract-reader/contract/{await Id(server, tenant)}/end");
        session.Answer.Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_contract_of_another_tenant_is_not_there()
    {
        var server = await servers.On();
        var tenant = await Customer(server, "contract-foreign", Contract("Public.Job.Read"));
        await Customer(server, "contract-near");
        var session = await server.Operator($"/t/contract-near/contract/{await Id(server, tenant)}/end");
        session.Answer.Status.ShouldBe(404);
    }

    [Fact]
    public async Task After_five_minutes_an_operator_shows_again_who_they_are_before_ending_a_contract()
    {
        var server = await servers.On();
        await Customer(server, "contract-fresh", Contract("Public.Job.Read"));
        var session = await server.Operator("/t/contract-fresh/contract");
        var end = End(session, "Public.Job.Read");
        await session.OpenHub(end);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        await session.Send("/end");
        session.Path.ShouldBe("/account/sign-in");
        await session.OpenHub("/t/contract-fresh/contract");
        session.Texts(".card-row h3").ShouldHaveSingleItem().ShouldEndWith("Now");
    }

    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    private static Contract Contract(params string[] scopes) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = 0, // set when it is added
            Environment = TenantEnvironment.LIVE,
            Scopes = [.. scopes],
            From = Begin,
        };

    private static Task<Tenant> Customer(TestServer server, string slug, params Contract[] contracts) =>
        server.AddTenant(
            slug,
            tenant =>
            {
                tenant.Contracts.Clear();
                tenant.Contracts.AddRange(contracts);
            }
        );

    private static async Task<Guid> Id(TestServer server, Tenant tenant)
    {
        await using var db = server.Db("dc3");
        return await db.Contracts.IgnoreQueryFilters().Where(row => row.TenantId == tenant.Id).Select(row => row.Id).SingleAsync();
    }

    private static Task<Answer> Token(TestServer server, string id, string? scope = null) =>
        server.Token(BrowserSession.Dc3, id, id + "-demo-secret", scope);

    private static string Path(BrowserSession session) =>
        session.Page.QuerySelector(".hub-page form")?.GetAttribute("action") ?? session.Path;

    private static string Change(BrowserSession session) => session.Page.QuerySelector(".card-row a")!.GetAttribute("href")!;

    private static string End(BrowserSession session, string scopes) =>
        session
            .Page.QuerySelectorAll(".card-row")
            .Single(row => row.QuerySelector("p").Text() == scopes)
            .QuerySelector("a[href$='/end']")!
            .GetAttribute("href")!;
}
