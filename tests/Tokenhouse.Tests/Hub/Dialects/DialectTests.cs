using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Dialects;

/// <summary>Who still uses a dialect that is being retired, and how long they have.</summary>
public sealed class DialectTests
{
    [Fact]
    public async Task A_retired_dialect_counts_down_and_names_those_who_still_use_it()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = Retirements.Legacy }
        );
        var other = await server.AddTenant("dialect-other");
        await server.AddIntegrator("dialect-erp", tenantId: other.Id);
        var now = server.Clock.GetUtcNow();
        await Used(
            server,
            Use(Arrange.Nordia, "nordia-erp", now.AddHours(-2), 3),
            Use(Arrange.Nordia, "nordia-erp", now.AddDays(-3), 40),
            Use(other.Id, "dialect-erp", now.AddDays(-20), 1_500),
            Use(other.Id, "dialect-erp", now.AddDays(-31), 9_000),
            Use(other.Id, "dialect-erp", now.AddMinutes(-1), 7, "Connect")
        );

        var session = await server.Operator("/operator/dialects");
        session
            .Texts(".card-row")
            .ShouldContain(
                "OAuth2Legacy Deprecated Brown-out on 15 January 2027, in 54 days. deprecated 1 October 2026, brown-out 15 January 2027, 08:00 UTC to 15 January 2027, 12:00 UTC, sunset 1 June 2027 2 clients still use it; last call 2 h ago."
            );
        session.Texts(".card-row").ShouldContain("Connect No end date.");

        await session.OpenHub("/operator/dialects/OAuth2Legacy");
        session
            .Texts("tbody tr")
            .ShouldBe(["Nordia ERP nordia-erp nordia LIVE 3 43 2 h ago", "dialect-erp dialect-erp dialect-other LIVE 0 1,500 20 days ago"]);
        await session.OpenHub("/operator/dialects/OAuth2Legacy?sort=last");
        session.Texts("tbody th")[0].ShouldStartWith("dialect-erp");
        await session.OpenHub("/operator/dialects/OAuth2Legacy/export?format=csv&sort=tenant");
        session.Answer.Body.ShouldBe(
            "Tenant,Environment,Client,Name,Last 24 hours,Last 30 days,Last call\r\n"
                + $"dialect-other,LIVE,dialect-erp,dialect-erp,0,1500,{now.AddDays(-20).UtcDateTime:O}\r\n"
                + $"nordia,LIVE,nordia-erp,Nordia ERP,3,43,{now.AddHours(-2).UtcDateTime:O}\r\n"
        );
        await session.OpenHub("/operator/dialects/Nobody");
        session.Answer.Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_tenant_sees_its_own_use_alone()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = Retirements.Legacy }
        );
        var other = await server.AddTenant("dialect-near");
        await server.AddIntegrator("dialect-near-erp", tenantId: other.Id);
        var now = server.Clock.GetUtcNow();
        await Used(server, Use(Arrange.Nordia, "nordia-erp", now.AddMinutes(-30), 3), Use(other.Id, "dialect-near-erp", now, 5));

        var session = await server.AtHub(Arrange.Nordia, Role.Reader, "/t/nordia/dialects");
        session.Texts(".card-row h2").ShouldBe(["Connect", "OAuthV2", "OAuth2Legacy Deprecated"]);
        session.Page.QuerySelector(".card-row a").Text().ShouldBe("1 client still uses it; last call 30 min ago.");
        await session.OpenHub("/t/nordia/dialects/OAuth2Legacy");
        session.Texts("tbody tr").ShouldBe(["Nordia ERP nordia-erp LIVE 3 3 30 min ago"]);
    }

    [Fact]
    public async Task Without_a_retirement_nothing_is_counted_and_nothing_ends()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var session = await server.AtHub(Arrange.Nordia, Role.Reader, "/t/nordia/dialects");
        session.Texts(".card-row")[0].ShouldBe("Connect No end date.");
    }

    private static Usage Use(long tenant, string client, DateTimeOffset minute, long issued, string dialect = "OAuth2Legacy") =>
        new()
        {
            TenantId = tenant,
            Environment = TenantEnvironment.LIVE,
            ClientId = client,
            Dialect = dialect,
            Minute = minute,
            Issued = issued,
        };

    private static async Task Used(TestServer server, params Usage[] usages)
    {
        await using var db = server.Db("dc3");
        db.Usages.AddRange(usages);
        await db.SaveChangesAsync();
        await server.RememberLastCalls();
    }
}
