using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Allowlists;

/// <summary>From where a credential may be used is said in the Hub, and holds at once.</summary>
public sealed class AllowlistPageTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Key = "an-app-key-for-the-tests-0123456";
    private const string Local = "127.0.0.1";

    [Fact]
    public async Task An_app_key_works_from_what_is_on_its_list_and_stops_when_that_is_removed()
    {
        var (house, tenant, client) = await Arranged(Databases.Default);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/allowlist"));
        visitor
            .Page.QuerySelector(".hub-page .empty")!
            .TextContent.ShouldBe(
                "The list is empty, but this credential requires one. It can't be used until you add a network here or to the tenant's list."
            );
        (await Login(house, client)).ShouldBe(403);

        await visitor.Submit("/add", ("network", Local), ("label", "this machine"));
        visitor.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Network added. It takes effect within a second.");
        visitor.Page.QuerySelector("tbody th")!.TextContent.ShouldBe("127.0.0.1/32");
        (await Login(house, client)).ShouldBe(200);

        await visitor.Submit("/label", ("label", "the build server"));
        ((IHtmlInputElement)visitor.Page.QuerySelector("tbody input[name=label]")!).Value.ShouldBe("the build server");
        await visitor.Submit("/remove");
        visitor.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Network removed. Calls from it are refused within a second.");
        (await Login(house, client)).ShouldBe(403);
        (await house.AuditOf(tenant))
            .Select(entry => $"{entry.Act} {entry.Before} {entry.After}")
            .ShouldBe([
                """network.added  {"network":"127.0.0.1/32","label":"this machine"}""",
                """network.labelled {"network":"127.0.0.1/32","label":"this machine"} {"network":"127.0.0.1/32","label":"the build server"}""",
                """network.removed {"network":"127.0.0.1/32","label":"the build server"} """,
            ]);
    }

    [Fact]
    public async Task The_tenants_own_list_counts_for_all_of_its_credentials_in_one_environment()
    {
        var (house, tenant, client) = await Arranged(Databases.Default);
        var machine = await house.Credential(tenant, secret: Key);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub($"/t/{tenant.Slug}/allowlist/uat");
        await visitor.Submit("/add", ("network", "192.0.2.0/24"));
        (await house.Token(Visitor.Dc3, machine.Id, Key)).Status.ShouldBe(200);
        await visitor.OpenHub($"/t/{tenant.Slug}/allowlist/live");
        visitor.Page.QuerySelector("tbody").ShouldBeNull();
        await visitor.Submit("/add", ("network", "192.0.2.0/24"));
        (await house.Token(Visitor.Dc3, machine.Id, Key)).Status.ShouldBe(400);
        await visitor.Submit("/add", ("network", Local));
        (await house.Token(Visitor.Dc3, machine.Id, Key)).Status.ShouldBe(200);
        (await Login(house, client)).ShouldBe(200);
        (await house.AuditOf(tenant))
            .Select(entry => $"{entry.Target} {entry.Environment}")
            .Distinct()
            .ShouldBe([$"{tenant.Slug} UAT", $"{tenant.Slug} LIVE"]);
    }

    [Fact]
    public async Task What_is_no_network_is_explained_and_stays_in_the_form()
    {
        var (house, tenant, client) = await Arranged(Databases.Default);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/allowlist"));
        await visitor.Submit("/add", ("network", "10.1.2.3/8"), ("label", "office"));
        visitor.Answer.Status.ShouldBe(422);
        visitor
            .Faults()["network"]
            .ShouldBe("10.1.2.3/8 doesn't start at the beginning of its network. Write 10.0.0.0/8, or 10.1.2.3 for the single address.");
        ((IHtmlInputElement)visitor.Page.QuerySelector("#network")!).Value.ShouldBe("10.1.2.3/8");
        ((IHtmlInputElement)visitor.Page.QuerySelector("#label")!).Value.ShouldBe("office");
        await visitor.Submit("/add", ("network", "10.1.2.3"), ("label", new string('x', 201)));
        visitor.Faults()["label"].ShouldBe("A label can have at most 200 characters, on one line and without invisible characters.");
        await visitor.Submit("/add", ("network", "10.1.2.3"), ("label", "office"));
        await visitor.Submit("/add", ("network", "10.1.2.3/32"));
        visitor.Faults()["network"].ShouldBe("10.1.2.3/32 is already on the list.");
    }

    [Fact]
    public async Task A_long_list_is_paged_filtered_sorted_and_exported()
    {
        var (house, tenant, client) = await Arranged(Databases.Default);
        await house.Change(db =>
        {
            db.AllowedNetworks.AddRange(
                Enumerable
                    .Range(0, 120)
                    .Select(i =>
                    {
                        var row = Arrange.Network($"10.0.{i}.0/24", tenant.Id, client.Id);
                        row.Label = $"Branch {i:000}";
                        return row;
                    })
            );
            return Task.CompletedTask;
        });
        var visitor = await house.AtHub(tenant, Role.Reader);
        var page = tenant.At(client, "/allowlist");
        await visitor.OpenHub(page + "?sort=label&page=3");
        visitor.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(20);
        visitor.Page.QuerySelector(".pager span")!.TextContent.ShouldBe("101–120 of 120");
        await visitor.OpenHub(page + "?sort=-label");
        visitor.Page.QuerySelector("tbody td")!.TextContent.Trim().ShouldBe("Branch 119");
        await visitor.OpenHub(page + "?text=bRANCH 07");
        visitor.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(10);
        await visitor.OpenHub(page + "/export?format=csv");
        visitor.Answer["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        var lines = visitor.Answer.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (lines.Length, lines[0]).ShouldBe((121, "network,label,added_by,added,last_matched"));
        lines.ShouldContain("10.0.7.0/24,Branch 007,test,1970-01-01T00:00:00Z,");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Readers_see_the_list_and_change_nothing()
    {
        var (house, tenant, client) = await Arranged(Databases.Default);
        var developer = await house.AtHub(tenant, Role.Developer);
        await developer.OpenHub(tenant.At(client, "/allowlist"));
        await developer.Submit("/add", ("network", Local));
        var entry = developer.Page.QuerySelector("form[action$='/remove']")!.GetAttribute("action")!;
        var reader = await house.AtHub(tenant, Role.Reader);
        await reader.OpenHub(tenant.At(client, "/allowlist"));
        reader.Page.QuerySelector("main form[method=post]").ShouldBeNull();
        foreach (
            var path in new[] { entry, entry.Replace("/remove", "/label", StringComparison.Ordinal), tenant.At(client, "/allowlist/add") }
        )
        {
            await reader.Post(path, ("network", "192.0.2.1"), ("label", "x"));
            reader.Answer.Status.ShouldBe(404, path);
            await reader.OpenHub(tenant.At(client, "/allowlist"));
        }
        (await Login(house, client)).ShouldBe(200);

        var stranger = await house.Company();
        var other = await house.AtHub(stranger, Role.Manager);
        var own = await house.Credential(stranger);
        await other.OpenHub(stranger.At(own, "/allowlist"));
        await other.Post(
            stranger.At(own, "/allowlist") + entry[entry.LastIndexOf("/allowlist/", StringComparison.Ordinal)..]["/allowlist".Length..]
        );
        other.Answer.Status.ShouldBe(404);
        (await Login(house, client)).ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Operators_exempt_a_credential_for_a_while_and_nobody_else_does()
    {
        var (house, tenant, client) = await Arranged(Databases.Default);
        var page = tenant.At(client, "/allowlist");
        var manager = await house.AtHub(tenant, Role.Manager);
        await manager.OpenHub(page);
        manager.Page.QuerySelector("form[action$='/exemptions']").ShouldBeNull();
        await manager.Post(tenant.At(client, "/exemptions"), ("reason", "mine"), ("endsAt", "2026-12-01"));
        manager.Answer.Status.ShouldBe(404);

        var staff = await house.AtHub(await house.Staff(Role.Developer));
        await staff.OpenHub(page);
        await staff.Submit("/exemptions", ("reason", ""), ("endsAt", "2026-12-01"));
        staff.Page.QuerySelector(".hub-page p")!.TextContent.ShouldBe("Enter a reason of at most 1000 characters.");
        await staff.OpenHub(page);
        await staff.Submit("/exemptions", ("reason", "dynamic addresses"), ("endsAt", "2029-12-01"));
        staff.Page.QuerySelector(".hub-page p")!.TextContent.ShouldBe("Choose an expiry within a year.");
        await staff.OpenHub(page);
        var until = house.Clock.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await staff.Submit("/exemptions", ("reason", "dynamic addresses"), ("endsAt", until));
        (await Login(house, client)).ShouldBe(200);
        await manager.OpenHub(page);
        manager.Texts(".card-row p").ShouldContain("dynamic addresses");
        await staff.Submit("/withdraw");
        (await Login(house, client)).ShouldBe(403);
        (await house.AuditOf(tenant)).Select(entry => entry.Act).ShouldBe(["exemption.granted", "exemption.withdrawn"]);
    }

    private async Task<(House House, Tenant Tenant, Client Client)> Arranged(Database database)
    {
        var house = (await visitors.On(database)).House;
        var tenant = await house.Company();
        var client = await house.Credential(tenant, ClientKind.AppKey, secret: Key);
        await house.Change(async db =>
            db.AllowedNetworks.RemoveRange(
                await db.AllowedNetworks.IgnoreQueryFilters().Where(row => row.ClientId == client.Id).ToListAsync()
            )
        );
        return (house, tenant, client);
    }

    /// <summary>The status that a program is answered which logs in from this machine.</summary>
    private static async Task<int> Login(House house, Client client)
    {
        using var body = JsonContent.Create(new { app_id = client.Id, app_key = Key });
        using var response = await house.Http.PostAsync(new Uri(Visitor.Dc3 + "/v1/login"), body);
        return (int)response.StatusCode;
    }
}
