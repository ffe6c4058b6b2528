using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>What waits for an operator, over all tenants.</summary>
public sealed class QueueTests(TestServers servers) : IClassFixture<TestServers>
{
    [Theory, OnEachDatabase]
    public async Task Who_has_waited_longest_comes_first_with_how_long(Database database)
    {
        await using var server = await TestServer.Start(new TestServerOptions(database) { Run = ["dc2", "dc3"] });
        var (one, two) = (await TenantBuilder.Open(server), await TenantBuilder.Open(server));
        await one.Draft(ClientKind.Machine, HubForms.But(("name", "Still a draft")));
        await two.Submitted(ClientKind.Machine, HubForms.But(("name", "First")));
        server.Clock.Advance(TimeSpan.FromHours(3));
        await (await one.Developer()).EnterHub(one.Email("developer"));
        await one.Submitted(ClientKind.Web, HubForms.But(("name", "Second"), ("redirect_uris", "https://example.com/")));
        server.Clock.Advance(TimeSpan.FromDays(4));

        var vendor = await one.Operator();
        (await Rows(vendor, "")).ShouldBe([
            $"First | {two.Tenant.Name} | UAT | Machine | 4 days",
            $"Second | {one.Tenant.Name} | UAT | Web application | 4 days",
        ]);
        (await Rows(vendor, $"?tenant={one.Tenant.Slug}")).ShouldBe([$"Second | {one.Tenant.Name} | UAT | Web application | 4 days"]);
        (await Rows(vendor, "?environment=live")).ShouldBeEmpty();
        vendor.Lines().ShouldContain("No matching requests.");
        await vendor.OpenHub("/operator/requests/export?format=csv");
        vendor.Answer.Body.Split("\r\n")[1].ShouldStartWith($"{two.Tenant.Slug},");
        await vendor.OpenHub("/operator/requests/export?format=json");
        vendor.Answer.Json.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task What_goes_beyond_the_contract_is_named()
    {
        var server = await servers.On();
        await TenantBuilder.Open(server, tenant => tenant.Contracts.ForEach(contract => contract.Scopes = [TenantBuilder.Write])); // is of no use to others
        var office = await TenantBuilder.Open(server);
        await office.Submitted(ClientKind.Machine, HubForms.But(("name", "Within")));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "Beyond")), ("scopes", TenantBuilder.Write)]);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.Submitted(
            ClientKind.Machine,
            [.. HubForms.But(("name", "Far beyond"), ("scopes", null)), .. Scopes("Applicant", "Application", "Offer", "Document")]
        );
        var vendor = await office.Operator();
        await vendor.OpenHub($"/operator/requests?tenant={office.Tenant.Slug}");
        vendor
            .Texts("tbody th")
            .ShouldBe([
                "Within",
                $"Beyond beyond the contract: {TenantBuilder.Write}",
                "Far beyond beyond the contract: Public.Applicant.Read, Public.Application.Read and 2 more",
            ]);
        await vendor.OpenHub($"/operator/requests/export?format=csv&tenant={office.Tenant.Slug}");
        vendor.Answer.Body.Split("\r\n")[2].ShouldStartWith($"{office.Tenant.Slug},{TenantBuilder.Write},");

        static IEnumerable<(string, string)> Scopes(params string[] areas) => areas.Select(area => ("scopes", $"Public.{area}.Read"));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Only_operators_see_it()
    {
        var office = await TenantBuilder.Open(await servers.On());
        foreach (var session in new[] { await office.Manager(), await office.Developer(), await office.Auditor(), await office.Stranger() })
        {
            await session.OpenHub("/operator/requests");
            session.Answer.Status.ShouldBe(404);
            await session.OpenHub("/operator/requests/export");
            session.Answer.Status.ShouldBe(404);
        }
    }

    private static async Task<List<string>> Rows(BrowserSession session, string query)
    {
        await session.OpenHub("/operator/requests" + query);
        return
        [
            .. session
                .Page.QuerySelectorAll("tbody tr")
                .Select(row => string.Join(" | ", row.Children.Take(5).Select(cell => cell.TextContent.Trim()))),
        ];
    }
}
