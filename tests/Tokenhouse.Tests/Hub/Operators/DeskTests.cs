using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Operators;

/// <summary>The operators' first page names what somebody should look at, over all tenants.</summary>
public sealed class DeskTests
{
    [Fact]
    public async Task The_desk_shows_what_waits_what_ends_and_who_has_no_Manager()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"], Settings = Retirements.Legacy });
        var now = house.Clock.GetUtcNow();
        var tenant = await house.AddTenant("desk", tenant => tenant.Contracts[0].Until = now.AddDays(9));
        await house.AddTenant("desk-over", over => (over.DisabledAt, over.Contracts[0].Until) = (now, now.AddDays(9)));
        await house.AddIntegrator(
            "desk-job",
            client => client.Secrets[0].ExpiresAt = now.AddDays(3),
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        await house.Change(db =>
        {
            db.Requests.Add(Request(tenant.Id, "Payroll", RequestState.Submitted, now.AddDays(-2)));
            db.Requests.Add(Request(tenant.Id, "Draft", RequestState.Draft, at: null));
            return Task.CompletedTask;
        });
        var managed = await house.AddTenant("desk-managed");
        await house.Member(managed.Id, Role.Manager);

        var visitor = await house.Operator();
        visitor
            .Texts(".hub-page h2")
            .ShouldBe([
                "1 request waits",
                "3 tenants without a Manager",
                "1 secret expires within 30 days",
                "1 contract ends within 30 days",
                "Upcoming sunsets",
            ]);
        var text = visitor.Page.QuerySelector(".hub-page").Text();
        text.ShouldContain("Oldest: 19 November 2026, 12:00 UTC.");
        text.ShouldContain("Payroll LIVE desk, since 19 November 2026");
        text.ShouldContain($"desk-job LIVE desk, ending in {ClientSecret.Hint(new("desk-job-demo-secret"))} on 24 November 2026");
        text.ShouldContain("desk LIVE until 30 November 2026, 12:00 UTC");
        text.ShouldContain("OAuth2Legacy ends on 1 June 2027");
        text.ShouldNotContain("Draft");
        await visitor.OpenHub(Link(visitor, "Payroll"));
        visitor.Heading.ShouldBe("Decide: Payroll");

        var reader = await house.Operator(role: Role.Reader); // who decides nothing reads it
        await reader.OpenHub(Link(reader, "Payroll"));
        reader.Heading.ShouldBe("Payroll");
    }

    private static string Link(Visitor visitor, string name) =>
        visitor.Page.QuerySelectorAll(".hub-page a").Single(link => link.TextContent == name).GetAttribute("href")!;

    private static CredentialRequest Request(long tenant, string name, RequestState state, DateTimeOffset? at) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenant,
            Environment = Environment.LIVE,
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
