using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Overview;

/// <summary>The operators' first page names what somebody should look at, over all tenants.</summary>
public sealed class OperatorDashboardTests
{
    [Fact]
    public async Task The_desk_shows_what_waits_what_ends_and_who_has_no_Manager()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = Retirements.Legacy }
        );
        var now = server.Clock.GetUtcNow();
        var tenant = await server.AddTenant("desk", tenant => tenant.Contracts[0].Until = now.AddDays(9));
        await server.AddTenant("desk-over", over => (over.DisabledAt, over.Contracts[0].Until) = (now, now.AddDays(9)));
        await server.AddIntegrator(
            "desk-job",
            client => client.Secrets[0].ExpiresAt = now.AddDays(3),
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        await server.Change(db =>
        {
            db.Requests.Add(Request(tenant.Id, "Payroll", RequestState.Submitted, now.AddDays(-2)));
            db.Requests.Add(Request(tenant.Id, "Draft", RequestState.Draft, at: null));
            return Task.CompletedTask;
        });
        var managed = await server.AddTenant("desk-managed");
        await server.Member(managed.Id, Role.Manager);

        var session = await server.Operator();
        session
            .Texts(".hub-page h2")
            .ShouldBe([
                "1 pending request",
                "3 tenants without a Manager",
                "1 secret expires within 30 days",
                "1 contract ends within 30 days",
                "Upcoming sunsets",
            ]);
        var text = session.Page.QuerySelector(".hub-page").Text();
        text.ShouldContain("Oldest: 19 November 2026, 12:00 UTC.");
        text.ShouldContain("Payroll LIVE desk, since 19 November 2026");
        text.ShouldContain(
            $"desk-job LIVE desk: the secret ending in {ClientSecret.Hint(new("desk-job-demo-secret"))} expires on 24 November 2026"
        );
        text.ShouldContain("desk LIVE until 30 November 2026, 12:00 UTC");
        text.ShouldContain("OAuth2Legacy sunset on 1 June 2027");
        text.ShouldNotContain("Draft");
        await session.OpenHub(Link(session, "Payroll"));
        session.Heading.ShouldBe("Decide: Payroll");

        var reader = await server.Operator(role: Role.Reader); // who decides nothing reads it
        await reader.OpenHub(Link(reader, "Payroll"));
        reader.Heading.ShouldBe("Payroll");
    }

    private static string Link(BrowserSession session, string name) =>
        session.Page.QuerySelectorAll(".hub-page a").Single(link => link.TextContent == name).GetAttribute("href")!;

    private static CredentialRequest Request(long tenant, string name, RequestState state, DateTimeOffset? at) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenant,
            Environment = TenantEnvironment.LIVE,
            Kind = ClientKind.Machine,
            Name = name,
            Purpose = "test",
            Scopes = ["all"],
            Owner = "",
            Contact = "",
            State = state,
            RequestedBy = "somebody@desk.example",
            CreatedAt = DateTimeOffset.UnixEpoch,
            SubmittedAt = at,
        };
}
