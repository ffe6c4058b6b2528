using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub;

/// <summary>The whole way of a new customer, as people go it: with pages, mails and calls alone, from an empty tenant to a secret that ends.</summary>
public sealed class WholePathTests(TestServers servers) : IClassFixture<TestServers>
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";
    private const string Home = "/t/halden";
    private const string Vendor = "operator@tokenhouse.example";
    private const string Manager = "marit@halden.example";
    private const string Technician = "techno@halden.example";
    private const string Password = "a long password of Marit";

    [Fact]
    public async Task From_a_new_tenant_to_a_LIVE_secret_that_was_rotated_and_ended()
    {
        var server = await servers.On();
        var (vendor, manager) = (new BrowserSession(server), new BrowserSession(server));
        await TakeIn(vendor);
        await Invite(vendor);
        await Accept(server, manager);

        await Request(manager);
        await Approve(vendor, manager.Path);
        var (uat, uatSecret) = await Fetch(server, manager);
        (await server.Token(Uat, uat, uatSecret, TenantBuilder.Read)).Status.ShouldBe(200);
        (await server.Token(BrowserSession.Dc3, uat, uatSecret)).Status.ShouldBe(401); // what is UAT's is refused at LIVE

        await TurnGreen(server, manager, uat);
        await manager.Press("/go-live");
        await manager.Press("/edit", [.. HubForms.But(("contact", "live-" + Technician)), ("then", "submit")]);
        await Approve(vendor, manager.Path);
        var (live, first) = await Fetch(server, manager, "live-");
        live.ShouldNotBe(uat);
        (await server.Token(BrowserSession.Dc3, live, first, TenantBuilder.Read)).Status.ShouldBe(200);
        (await server.Token(Uat, live, first)).Status.ShouldBe(401);

        var second = await Rotate(manager, live);
        await End(manager, live, first);
        (await Works(server, live, first), await Works(server, live, second)).ShouldBe((true, true));
        server.Clock.Advance(TimeSpan.FromHours(24));
        (await Works(server, live, first), await Works(server, live, second)).ShouldBe((false, true));
        server.Clock.Advance(TimeSpan.FromDays(29));
        (await Works(server, live, first), await Works(server, live, second)).ShouldBe((false, false));
        await Explained(server, manager, live, first, second);
        await IsWrittenDown(manager, uat, live);
    }

    private static async Task TakeIn(BrowserSession vendor)
    {
        await vendor.EnterHub(Vendor, "/operator/tenants/new");
        await vendor.Send("/tenants/new", ("name", "Halden Works"), ("slug", "halden"));
        foreach (var environment in (string[])["uat", "live"])
        {
            await vendor.OpenHub($"{Home}/contract/add/{environment}");
            await vendor.Send($"/contract/add/{environment}", ("scopes", TenantBuilder.Read), ("from", "2026-11-01"));
            vendor.Answer.Status.ShouldBe(200, vendor.Answer.ToString());
        }
    }

    private static async Task Invite(BrowserSession vendor)
    {
        await vendor.OpenHub(Home + "/people/invite");
        await vendor.Send("/people/invite", ("email", Manager), ("role", "Manager"));
        vendor.Answer.Status.ShouldBe(200, vendor.Answer.ToString());
    }

    private static async Task Accept(TestServer server, BrowserSession manager)
    {
        await manager.Open(await SentEmails.Link(server, Manager));
        await manager.Submit("/invitation", ("name", "Marit Halden"), ("password", Password), ("again", Password));
        await manager.SignIn(Manager, Password);
        manager.Path.ShouldBe(Home);
    }

    private static async Task Request(BrowserSession manager)
    {
        await manager.OpenHub(Home + "/requests/new?kind=machine");
        await manager.Press("/requests/new", [.. HubForms.But(("contact", Technician)), ("then", "submit")]);
        manager.Lines().ShouldContain(line => line.StartsWith("Submitted", StringComparison.Ordinal));
    }

    private static async Task Approve(BrowserSession vendor, string request)
    {
        await Open(vendor, Vendor, BrowserSession.Password, request + "/decide");
        await vendor.Press("/approve");
        vendor.Lines().ShouldContain("Approved. The credential is ready.");
    }

    /// <summary>By the link that was mailed to whoever works with it.</summary>
    private static async Task<(string Client, string Secret)> Fetch(TestServer server, BrowserSession manager, string mailbox = "")
    {
        await Open(manager, Manager, Password, new Uri(await SentEmails.Link(server, mailbox + Technician)).PathAndQuery);
        var client = manager.Path.Split('/')[5];
        await manager.Submit("/hand-over");
        return (client, manager.Shown());
    }

    /// <summary>Reuses its tokens for a while, until nothing is left to do.</summary>
    private static async Task TurnGreen(TestServer server, BrowserSession manager, string uat)
    {
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await Open(manager, Manager, Password, $"{Home}/credentials/uat/{uat}/go-live");
                return manager.Page.QuerySelectorAll("form[action$='/go-live']").Length == 1;
            }
        );
        manager.Texts(".card-row .badge").ShouldNotContain("To do");
    }

    private static async Task<string> Rotate(BrowserSession manager, string live)
    {
        await Open(manager, Manager, Password, $"{Home}/credentials/live/{live}/secrets/add");
        await manager.Submit("/secrets/add", ("days", "30"));
        return manager.Shown();
    }

    private static async Task End(BrowserSession manager, string live, string secret)
    {
        await manager.OpenHub($"{Home}/credentials/live/{live}");
        var row = manager.Page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("code")!.TextContent == secret[^3..]);
        await manager.Open(BrowserSession.Hub + row.QuerySelector("a")!.GetAttribute("href"));
        await manager.Submit("/end-at", ("when", "day"));
        manager.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Expiry changed.");
    }

    private static async Task<bool> Works(TestServer server, string client, string secret) =>
        (await server.Token(BrowserSession.Dc3, client, secret)).Status == 200;

    private static async Task Explained(TestServer server, BrowserSession manager, string live, string first, string second)
    {
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await Open(manager, Manager, Password, $"{Home}/log?credential={live}");
                var log = manager.Page.QuerySelector("main")!.TextContent;
                return log.Contains($"The secret ending in {first[^3..]} expired on", StringComparison.Ordinal)
                    && log.Contains($"The secret ending in {second[^3..]} expired on", StringComparison.Ordinal);
            }
        );
    }

    private static async Task IsWrittenDown(BrowserSession manager, string uat, string live)
    {
        await manager.OpenHub(Home + "/audit/verification");
        manager.Lines().ShouldContain(line => line.StartsWith("All ", StringComparison.Ordinal));
        await manager.OpenHub(Home + "/audit");
        var audit = manager.Page.QuerySelector("main")!.TextContent;
        (audit.Contains(uat, StringComparison.Ordinal), audit.Contains(live, StringComparison.Ordinal)).ShouldBe((true, true));
    }

    /// <summary>Opens a page, signing in where that was long ago.</summary>
    private static async Task Open(BrowserSession session, string email, string password, string path)
    {
        await session.Open(BrowserSession.Hub + path);
        if (session.Page.QuerySelector("input[type=password]") is not null)
            await session.SignIn(email, password);
    }
}
