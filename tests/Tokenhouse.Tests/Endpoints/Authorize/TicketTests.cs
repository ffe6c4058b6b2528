using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Authorize;

/// <summary>A request on its way through our pages is sealed: it comes back as it was sent, in its time, to its own endpoint.</summary>
[Trait("Category", "Security")]
public sealed class TicketTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Late = "This sign-in took too long, or its URL was altered. Go back to the application and start again.";

    [Fact]
    public async Task An_altered_ticket_is_refused_everywhere()
    {
        var house = (await visitors.On()).House;
        var ticket = await Ticket(house);
        var altered = ticket[..^5] + (ticket[^5] == 'A' ? 'B' : 'A') + ticket[^4..];
        foreach (var bad in (string[])[altered, ticket[..^1], ticket + "A", ticket + "&ticket=" + ticket, "nonsense", "!\u00e4"])
        {
            var visitor = new Visitor(house);
            await visitor.Open($"{Visitor.Dc3}/connect/authorize?ticket={bad}");
            RefusedOnPageTests.IsPage(visitor, 400, Late);
            await visitor.Open($"{Visitor.Dc3}/account/sign-in?ticket={bad}");
            RefusedOnPageTests.IsPage(visitor, 400, "Go back to the application and start again. Nothing was shared with it.");
        }
    }

    [Theory]
    [InlineData("/oauth/v2/oauth-authorize")]
    [InlineData("/oauth2/authorize")]
    public async Task A_ticket_is_good_at_its_own_endpoint_only(string path)
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.Open($"{Visitor.Dc3}{path}?ticket={await Ticket(house)}");
        RefusedOnPageTests.IsPage(visitor, 400, Late);
    }

    [Fact]
    public async Task A_ticket_of_LIVE_is_good_for_nothing_at_UAT()
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.Open($"http://loginuat.dc3.localhost:5080/connect/authorize?ticket={await Ticket(house)}");
        RefusedOnPageTests.IsPage(visitor, 400, "Unknown client_id at this host. Check the ID and the host.");
    }

    [Theory]
    [InlineData(ClientKind.Web, "consent")]
    [InlineData(ClientKind.Native, null)]
    public async Task A_ticket_that_was_fetched_before_does_not_profit_from_what_is_agreed_to_meanwhile(ClientKind kind, string? prompt)
    {
        var house = (await visitors.On()).House;
        var client = await house.AddIntegrator($"ticket-{kind}", kind: kind);
        var integrator = new Integrator(house, client.Id) { IsPublic = kind.IsPublic() };
        var stranger = new Visitor(house);
        await stranger.Open(integrator.Link(("prompt", prompt)));
        var ticket = Visitor.Query(new(stranger.Page.Url))["ticket"];
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var visitor = new Visitor(house);
        await visitor.Authorize(integrator.Link(("prompt", "consent")));
        visitor.Response.ShouldContainKey("code");

        await visitor.Open($"{Visitor.Dc3}/connect/authorize?ticket={ticket}");

        visitor.Left.ShouldBeNull();
        visitor.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_person_has_an_hour_from_the_first_moment()
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Link("/connect/authorize", ("prompt", "consent")));
        house.Clock.Advance(TimeSpan.FromMinutes(59.9));
        await visitor.SignIn();
        await visitor.Decide("agree");
        visitor.Response.ShouldContainKey("code");

        house.Clock.Advance(TimeSpan.FromSeconds(1));
        visitor = new Visitor(house);
        await visitor.Open(Visitor.Link("/connect/authorize", ("prompt", "consent")));
        house.Clock.Advance(TimeSpan.FromMinutes(30));
        await visitor.SignIn();
        house.Clock.Advance(TimeSpan.FromMinutes(30)); // each page seals the request again, but its hour goes on
        await visitor.Decide("agree");
        RefusedOnPageTests.IsPage(visitor, 400, "Go back to the application and start again. Nothing was shared with it.");
    }

    [Fact]
    public async Task What_a_client_adds_to_a_ticket_is_not_read()
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.Authorize(
            $"{Visitor.Dc3}/connect/authorize?ticket={await Ticket(house)}&redirect_uri=https%3A%2F%2Fevil.example&state=other&client_id=nordia-desktop"
        );
        visitor.Left!.GetLeftPart(UriPartial.Path).ShouldBe(Visitor.Callback);
        visitor.Response["state"].ShouldBe("xyz");
    }

    [Fact]
    public async Task What_the_client_lost_meanwhile_is_not_answered()
    {
        var house = (await visitors.On()).House;
        await house.AddIntegrator("ticket-lost");
        var visitor = new Visitor(house);
        await visitor.Open(new Integrator(house, "ticket-lost").Link());
        await house.Change("ticket-lost", client => client.RedirectUris = ["https://elsewhere.example/"]);
        await visitor.SignIn();
        RefusedOnPageTests.IsPage(visitor, 400, "Go back to the application and start again. Nothing was shared with it.");
    }

    private static async Task<string> Ticket(House house)
    {
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Link());
        return Visitor.Query(new(visitor.Page.Url))["ticket"];
    }
}
