using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Allowlists;

/// <summary>From where a credential may be used is said in the Hub, and holds at once.</summary>
[Collection<CredentialServers>]
public sealed class AllowlistPageTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Key = "an-app-key-for-the-tests-0123456";
    private const string Local = "127.0.0.1";

    [Fact]
    public async Task An_app_key_works_from_what_is_on_its_list_and_stops_when_that_is_removed()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/allowlist"));
        session
            .Page.QuerySelector(".hub-page .empty")!
            .TextContent.ShouldBe(
                "The list is empty, but this credential requires one. It can't be used until you add a network here or to the tenant's list."
            );
        (await Login(server, client)).ShouldBe(403);

        await session.Submit("/add", ("network", Local), ("label", "this machine"));
        session.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Network added. It takes effect within a second.");
        session.Page.QuerySelector("tbody th")!.TextContent.ShouldBe("127.0.0.1/32");
        (await Login(server, client)).ShouldBe(200);

        await session.Submit("/label", ("label", "the build server"));
        ((IHtmlInputElement)session.Page.QuerySelector("tbody input[name=label]")!).Value.ShouldBe("the build server");
        await session.Submit("/remove");
        session.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Network removed. Calls from it are refused within a second.");
        (await Login(server, client)).ShouldBe(403);
        (await server.AuditOf(tenant.Id))
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
        var (server, tenant, client) = await Arranged(Databases.Default);
        var machine = await server.Credential(tenant, secret: Key);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub($"/t/{tenant.Slug}/allowlist/uat");
        await session.Submit("/add", ("network", "192.0.2.0/24"));
        (await server.Token(BrowserSession.Dc3, machine.Id, Key)).Status.ShouldBe(200);
        await session.OpenHub($"/t/{tenant.Slug}/allowlist/live");
        session.Page.QuerySelector("tbody").ShouldBeNull();
        await session.Submit("/add", ("network", "192.0.2.0/24"));
        (await server.Token(BrowserSession.Dc3, machine.Id, Key)).Status.ShouldBe(400);
        await session.Submit("/add", ("network", Local));
        (await server.Token(BrowserSession.Dc3, machine.Id, Key)).Status.ShouldBe(200);
        (await Login(server, client)).ShouldBe(200);
        (await server.AuditOf(tenant.Id))
            .Select(entry => $"{entry.Target} {entry.Environment}")
            .Distinct()
            .ShouldBe([$"{tenant.Slug} UAT", $"{tenant.Slug} LIVE"]);
    }

    [Fact]
    public async Task What_is_no_network_is_explained_and_stays_in_the_form()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/allowlist"));
        await session.Submit("/add", ("network", "10.1.2.3/8"), ("label", "office"));
        session.Answer.Status.ShouldBe(422);
        session
            .Faults()["network"]
            .ShouldBe("10.1.2.3/8 doesn't start at the beginning of its network. Write 10.0.0.0/8, or 10.1.2.3 for the single address.");
        ((IHtmlInputElement)session.Page.QuerySelector("#network")!).Value.ShouldBe("10.1.2.3/8");
        ((IHtmlInputElement)session.Page.QuerySelector("#label")!).Value.ShouldBe("office");
        await session.Submit("/add", ("network", "10.1.2.3"), ("label", new string('x', 201)));
        session.Faults()["label"].ShouldBe("A label can have at most 200 characters, on one line and without invisible characters.");
        await session.Submit("/add", ("network", "10.1.2.3"), ("label", "office"));
        await session.Submit("/add", ("network", "10.1.2.3/32"));
        session.Faults()["network"].ShouldBe("10.1.2.3/32 is already on the list.");
    }

    [Fact]
    public async Task A_long_list_is_paged_filtered_sorted_and_exported()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        await server.Change(db =>
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
        var session = await server.AtHub(tenant, Role.Reader);
        var page = tenant.At(client, "/allowlist");
        await session.OpenHub(page + "?sort=label&page=3");
        session.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(20);
        session.Page.QuerySelector(".pager span")!.TextContent.ShouldBe("101–120 of 120");
        await session.OpenHub(page + "?sort=-label");
        session.Page.QuerySelector("tbody td")!.TextContent.Trim().ShouldBe("Branch 119");
        await session.OpenHub(page + "?text=bRANCH 07");
        session.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(10);
        await session.OpenHub(page + "/export?format=csv");
        session.Answer["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        var lines = session.Answer.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (lines.Length, lines[0]).ShouldBe((121, "network,label,added_by,added,last_matched"));
        lines.ShouldContain("10.0.7.0/24,Branch 007,test,1970-01-01T00:00:00Z,");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Readers_see_the_list_and_change_nothing()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var developer = await server.AtHub(tenant, Role.Developer);
        await developer.OpenHub(tenant.At(client, "/allowlist"));
        await developer.Submit("/add", ("network", Local));
        var entry = developer.Page.QuerySelector("form[action$='/remove']")!.GetAttribute("action")!;
        var reader = await server.AtHub(tenant, Role.Reader);
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
        (await Login(server, client)).ShouldBe(200);

        var stranger = await server.Company();
        var other = await server.AtHub(stranger, Role.Manager);
        var own = await server.Credential(stranger);
        await other.OpenHub(stranger.At(own, "/allowlist"));
        await other.Post(
            stranger.At(own, "/allowlist") + entry[entry.LastIndexOf("/allowlist/", StringComparison.Ordinal)..]["/allowlist".Length..]
        );
        other.Answer.Status.ShouldBe(404);
        (await Login(server, client)).ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Operators_exempt_a_credential_for_a_while_and_nobody_else_does()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var page = tenant.At(client, "/allowlist");
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub(page);
        manager.Page.QuerySelector("form[action$='/exemptions']").ShouldBeNull();
        await manager.Post(tenant.At(client, "/exemptions"), ("reason", "mine"), ("endsAt", "2026-12-01"));
        manager.Answer.Status.ShouldBe(404);

        var staff = await server.AtHub(await server.Staff(Role.Developer));
        await staff.OpenHub(page);
        await staff.Submit("/exemptions", ("reason", ""), ("endsAt", "2026-12-01"));
        staff.Page.QuerySelector(".hub-page p")!.TextContent.ShouldBe("Enter a reason of at most 1000 characters.");
        await staff.OpenHub(page);
        await staff.Submit("/exemptions", ("reason", "dynamic addresses"), ("endsAt", "2029-12-01"));
        staff.Page.QuerySelector(".hub-page p")!.TextContent.ShouldBe("Choose an expiry within a year.");
        await staff.OpenHub(page);
        var until = server.Clock.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await staff.Submit("/exemptions", ("reason", "dynamic addresses"), ("endsAt", until));
        (await Login(server, client)).ShouldBe(200);
        await manager.OpenHub(page);
        manager.Texts(".card-row p").ShouldContain("dynamic addresses");
        await staff.Submit("/withdraw");
        (await Login(server, client)).ShouldBe(403);
        (await server.AuditOf(tenant.Id)).Select(entry => entry.Act).ShouldBe(["exemption.granted", "exemption.withdrawn"]);
    }

    private async Task<(TestServer House, Tenant Tenant, Client Client)> Arranged(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        var client = await server.Credential(tenant, ClientKind.AppKey, secret: Key);
        await server.Change(async db =>
            db.AllowedNetworks.RemoveRange(
                await db.AllowedNetworks.IgnoreQueryFilters().Where(row => row.ClientId == client.Id).ToListAsync()
            )
        );
        return (server, tenant, client);
    }

    /// <summary>The status that a program is answered which logs in from this machine.</summary>
    private static async Task<int> Login(TestServer server, Client client)
    {
        using var body = JsonContent.Create(new { app_id = client.Id, app_key = Key });
        using var response = await server.Http.PostAsync(new Uri(BrowserSession.Dc3 + "/v1/login"), body);
        return (int)response.StatusCode;
    }
}
