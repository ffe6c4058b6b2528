using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Contracts;

/// <summary>What a tenant may have: shown to its people, agreed by operators, and held to at the token endpoint.</summary>
public sealed class ContractTests(Houses houses) : IClassFixture<Houses>
{
    [Fact]
    public async Task A_contract_that_an_operator_adds_counts_within_a_second()
    {
        var house = await houses.On();
        var tenant = await Customer(house, "contract-add");
        await house.AddIntegrator(
            "contract-add-job",
            client => client.Scopes = ["Public.Job.Read"],
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        (await Token(house, "contract-add-job")).Status.ShouldBe(400);

        var visitor = await house.Operator("/t/contract-add/contract");
        visitor.Page.QuerySelector("#scopes-live")!.ParentElement.Text().ShouldContain("No contract, so no scopes are available.");
        await visitor.OpenHub("/t/contract-add/contract/add/live");
        visitor.Heading.ShouldBe("Add a contract");
        await visitor.Send("/contract/add/live", ("scopes", "Public.Job.Write"), ("scopes", "Public.Job.Read"), ("last_day", "2027-05-31"));
        visitor.Said().ShouldBe("Contract added.");
        visitor
            .Texts(".scope-list li")
            .ShouldBe(["Public.Job.Read now, until the end of 31 May 2027", "Public.Job.Write now, until the end of 31 May 2027"]);
        visitor.Texts(".card-row h3").ShouldBe(["From 21 November 2026 until the end of 31 May 2027 Now"]);
        (await Token(house, "contract-add-job")).Json.GetProperty("scope").GetString().ShouldBe("Public.Job.Read");

        var entry = (await house.AuditOf(tenant.Id)).ShouldHaveSingleItem();
        (entry.Act, entry.Environment, entry.Before).ShouldBe(("contract.added", Environment.LIVE, null));
        entry.After.ShouldBe(
            """{"scopes":["Public.Job.Read","Public.Job.Write"],"from":"2026-11-21T00:00:00+00:00","until":"2027-06-01T00:00:00+00:00"}"""
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_contract_that_an_operator_ends_issues_nothing_within_a_second()
    {
        var house = await houses.On();
        var tenant = await Customer(house, "contract-end", Contract("Public.Job.Read", "Public.Job.Write"), Contract("Public.Job.Read"));
        foreach (var id in (string[])["contract-end-one", "contract-end-two"])
            await house.AddIntegrator(id, client => client.Scopes = ["Public.Job.Write"], ClientKind.Machine, tenantId: tenant.Id);
        await house.AddIntegrator(
            "contract-end-read",
            client => client.Scopes = ["Public.Job.Read"],
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        (await Token(house, "contract-end-one")).Status.ShouldBe(200);

        var visitor = await house.Operator("/t/contract-end/contract");
        await visitor.OpenHub(End(visitor, "Public.Job.Read, Public.Job.Write"));
        visitor.Heading.ShouldBe("End a contract");
        visitor.Texts(".notice li").ShouldBe(["2 credentials use Public.Job.Write"]); // the other contract covers the rest
        await visitor.Send("/end");
        visitor.Said().ShouldBe("Contract ended. No more tokens are issued for scopes that no other contract covers.");

        var refused = await Token(house, "contract-end-one", "Public.Job.Write");
        refused.Status.ShouldBe(400);
        refused.Body.ShouldBe(
            """{"error":"invalid_scope","error_description":"The scope 'Public.Job.Write' isn't available to this client."}"""
        );
        (await Token(house, "contract-end-read")).Status.ShouldBe(200);
        visitor
            .Texts(".card-row h3")
            .ShouldContain(text =>
                text.EndsWith($"until {house.Clock.GetUtcNow():d MMMM yyyy, HH:mm} UTC Ended", StringComparison.Ordinal)
            );
        (await house.AuditOf(tenant.Id)).ShouldHaveSingleItem().Act.ShouldBe("contract.ended");
    }

    [Fact]
    public async Task A_contract_that_has_not_begun_is_taken_back_and_gone()
    {
        var house = await houses.On();
        var ahead = Contract("Public.Job.Read");
        ahead.From = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Customer(house, "contract-ahead", ahead);
        var visitor = await house.Operator("/t/contract-ahead/contract");
        visitor.Texts(".scope-list li").ShouldBe(["Public.Job.Read from 1 January 2027"]);
        await visitor.OpenHub(End(visitor, "Public.Job.Read"));
        visitor.Heading.ShouldBe("Cancel a contract");
        await visitor.Send("/end");
        visitor.Page.QuerySelectorAll(".card-row").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contract_is_changed_and_says_what_its_end_will_take()
    {
        var house = await houses.On();
        var tenant = await Customer(house, "contract-change", Contract("Public.Job.Read"));
        await house.AddIntegrator(
            "contract-change-one",
            client => client.Scopes = ["Public.Job.Read"],
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        var visitor = await house.Operator("/t/contract-change/contract");
        await visitor.OpenHub(Change(visitor));
        visitor.Page.QuerySelectorAll("input[name=scopes][checked]").Select(box => box.GetAttribute("value")).ShouldBe(["Public.Job.Read"]);
        visitor.Page.QuerySelector("label[for='scope-Public.Job.Read']").Text().ShouldBe("Public.Job.Read 1 credential");
        await visitor.Send(Path(visitor), ("scopes", "Public.Job.Read"), ("scopes", "Public.Offer.Read"), ("last_day", "2026-11-30"));
        visitor.Said().ShouldBe("Contract saved. It takes effect within a second.");
        visitor
            .Page.QuerySelector(".card-row .mt-1")
            .Text()
            .ShouldBe("When it ends: 1 credential uses Public.Job.Read. No other contract covers this.");

        await using var db = house.Db("dc3");
        var row = await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == tenant.Id);
        row.From.ShouldBe(Begin); // its day was left alone, and so the moment too
        row.Until.ShouldBe(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        row.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Who_saves_what_somebody_else_has_changed_meanwhile_is_told_so()
    {
        var house = await houses.On();
        await Customer(house, "contract-stale", Contract("Public.Job.Read"));
        var visitor = await house.Operator("/t/contract-stale/contract");
        await visitor.OpenHub(Change(visitor));
        var other = visitor.Window();
        await other.OpenHub(Path(visitor));
        await visitor.Send(Path(visitor), ("last_day", "2027-01-31"));
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
        var house = await houses.On();
        var tenant = await Customer(house, "contract-faults");
        var visitor = await house.Operator("/t/contract-faults/contract/add/uat");
        (string, string)[] scopes = scope.Length == 0 ? [] : [("scopes", scope)];
        await visitor.Send("/contract/add/uat", [.. scopes, ("from", from), ("last_day", last)]);
        visitor.Answer.Status.ShouldBe(422);
        visitor.Said().ShouldBe("Please check what you entered " + sentence);
        if (field == "scopes")
            visitor.Page.QuerySelector("#scopes .invalid-feedback").Text().ShouldBe(sentence);
        else
            visitor.Fault(field).ShouldBe(sentence);
        (await house.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.Reader)]
    [InlineData(Role.Developer)]
    [InlineData(Role.Manager)]
    [Trait("Category", "Security")]
    public async Task People_of_the_tenant_see_their_contract_and_cannot_touch_it(Role role)
    {
        var house = await houses.On();
        var tenant = await Customer(house, "contract-own", Contract("Public.Job.Read"));
        var visitor = await house.Enter(tenant.Id, role, "/t/contract-own/contract");
        visitor.Texts(".scope-list li").ShouldBe(["Public.Job.Read now"]);
        visitor.Page.QuerySelectorAll(".hub-page form, .hub-page a").ShouldBeEmpty();
        var id = await Id(house, tenant);
        foreach (var path in (string[])["add/live", $"{id}", $"{id}/end"])
        {
            await visitor.OpenHub($"/t/contract-own/contract/{path}");
            visitor.Answer.Status.ShouldBe(404);
        }
        await visitor.OpenHub("/t/globex/contract");
        visitor.Answer.Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_Reader_of_the_vendor_sees_every_contract_and_changes_none()
    {
        var house = await houses.On();
        var tenant = await Customer(house, "contract-reader", Contract("Public.Job.Read"));
        var visitor = await house.Operator("/t/contract-reader/contract", Role.Reader);
        visitor.Texts(".scope-list li").ShouldBe(["Public.Job.Read now"]);
        await visitor.OpenHub($"/t/contract-reader/contract/{await Id(house, tenant)}/end");
        visitor.Answer.Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_contract_of_another_tenant_is_not_there()
    {
        var house = await houses.On();
        var tenant = await Customer(house, "contract-foreign", Contract("Public.Job.Read"));
        await Customer(house, "contract-near");
        var visitor = await house.Operator($"/t/contract-near/contract/{await Id(house, tenant)}/end");
        visitor.Answer.Status.ShouldBe(404);
    }

    [Fact]
    public async Task After_five_minutes_an_operator_shows_again_who_they_are_before_ending_a_contract()
    {
        var house = await houses.On();
        await Customer(house, "contract-fresh", Contract("Public.Job.Read"));
        var visitor = await house.Operator("/t/contract-fresh/contract");
        var end = End(visitor, "Public.Job.Read");
        await visitor.OpenHub(end);
        house.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.Send("/end");
        visitor.Path.ShouldBe("/account/sign-in");
        await visitor.OpenHub("/t/contract-fresh/contract");
        visitor.Texts(".card-row h3").ShouldHaveSingleItem().ShouldEndWith("Now");
    }

    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    private static Contract Contract(params string[] scopes) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = 0, // set when it is added
            Environment = Environment.LIVE,
            Scopes = [.. scopes],
            From = Begin,
        };

    private static Task<Tenant> Customer(House house, string slug, params Contract[] contracts) =>
        house.AddTenant(
            slug,
            tenant =>
            {
                tenant.Contracts.Clear();
                tenant.Contracts.AddRange(contracts);
            }
        );

    private static async Task<Guid> Id(House house, Tenant tenant)
    {
        await using var db = house.Db("dc3");
        return await db.Contracts.IgnoreQueryFilters().Where(row => row.TenantId == tenant.Id).Select(row => row.Id).SingleAsync();
    }

    private static Task<Answer> Token(House house, string id, string? scope = null) =>
        house.Token(Visitor.Dc3, id, id + "-demo-secret", scope);

    private static string Path(Visitor visitor) => visitor.Page.QuerySelector(".hub-page form")?.GetAttribute("action") ?? visitor.Path;

    private static string Change(Visitor visitor) => visitor.Page.QuerySelector(".card-row a")!.GetAttribute("href")!;

    private static string End(Visitor visitor, string scopes) =>
        visitor
            .Page.QuerySelectorAll(".card-row")
            .Single(row => row.QuerySelector("p").Text() == scopes)
            .QuerySelector("a[href$='/end']")!
            .GetAttribute("href")!;
}
