using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Demo;

/// <summary>The accounts of the demonstration, each in the Hub that the greeting names beside it.</summary>
public sealed class DemoPeopleTests
{
    [Fact]
    public async Task Everybody_signs_in_and_finds_the_tenant_with_the_role()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc2", "dc3", "dc4", "dc5"] });
        foreach (
            var (datacentre, email, seat) in new[]
            {
                ("dc2", "operator@tokenhouse.example", "Vendor: Manager"),
                ("dc2", "manager@acme.example", "Acme: Manager"),
                ("dc2", "developer@acme.example", "Acme: Developer"),
                ("dc2", "reader@acme.example", "Acme: Reader"),
                ("dc3", "operator@tokenhouse.example", "Vendor: Manager"),
                ("dc4", "operator@tokenhouse.example", "Vendor: Manager"),
                ("dc4", "manager@paylink.example", "Paylink: Manager"),
                ("dc5", "operator@tokenhouse.example", "Vendor: Manager"),
            }
        )
        {
            var session = new BrowserSession(server);
            await session.Open($"http://hub.{datacentre}.localhost:5080/");
            await session.SignIn(email);
            session
                .Page.QuerySelectorAll("main li")
                .Select(row => $"{row.QuerySelector("h2")!.TextContent}: {row.QuerySelector(".badge")!.TextContent}")
                .ShouldBe([seat], $"{email} at {datacentre}");
        }
    }
}
