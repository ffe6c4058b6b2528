using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>A request on its way through our pages is sealed: it comes back as it was sent, in its time, to its own endpoint.</summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class TicketTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Late = "This sign-in took too long, or its URL was altered. Go back to the application and start again.";

    [Fact]
    public async Task An_altered_ticket_is_refused_everywhere()
    {
        var server = (await browserSessions.On()).Server;
        var ticket = await Ticket(server);
        var altered = ticket[..^5] + (ticket[^5] == 'A' ? 'B' : 'A') + ticket[^4..];
        foreach (var bad in (string[])[altered, ticket[..^1], ticket + "A", ticket + "&ticket=" + ticket, "nonsense", "!\u00e4"])
        {
            var session = new BrowserSession(server);
            await session.Open($"{BrowserSession.Dc3}/connect/authorize?ticket={bad}");
            RefusedOnPageTests.IsPage(session, 400, Late);
            await session.Open($"{BrowserSession.Dc3}/account/sign-in?ticket={bad}");
            RefusedOnPageTests.IsPage(session, 400, "Go back to the application and start again. Nothing was shared with it.");
        }
    }

    [Theory]
    [InlineData("/oauth/v2/oauth-authorize")]
    [InlineData("/oauth2/authorize")]
    public async Task A_ticket_is_good_at_its_own_endpoint_only(string path)
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Open($"{BrowserSession.Dc3}{path}?ticket={await Ticket(server)}");
        RefusedOnPageTests.IsPage(session, 400, Late);
    }

    [Fact]
    public async Task A_ticket_of_LIVE_is_good_for_nothing_at_UAT()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Open($"http://loginuat.dc3.localhost:5080/connect/authorize?ticket={await Ticket(server)}");
        RefusedOnPageTests.IsPage(session, 400, "Unknown client_id at this host. Check the ID and the host.");
    }

    [Theory]
    [InlineData(ClientKind.Web, "consent")]
    [InlineData(ClientKind.Native, null)]
    public async Task A_ticket_that_was_fetched_before_does_not_profit_from_what_is_agreed_to_meanwhile(ClientKind kind, string? prompt)
    {
        var server = (await browserSessions.On()).Server;
        var client = await server.AddIntegrator($"ticket-{kind}", kind: kind);
        var integrator = new Integrator(server, client.Id) { IsPublic = kind.IsPublic() };
        var stranger = new BrowserSession(server);
        await stranger.Open(integrator.Link(("prompt", prompt)));
        var ticket = BrowserSession.Query(new(stranger.Page.Url))["ticket"];
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var session = new BrowserSession(server);
        await session.Authorize(integrator.Link(("prompt", "consent")));
        session.Response.ShouldContainKey("code");

        await session.Open($"{BrowserSession.Dc3}/connect/authorize?ticket={ticket}");

        session.Left.ShouldBeNull();
        session.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_person_has_an_hour_from_the_first_moment()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link("/connect/authorize", ("prompt", "consent")));
        server.Clock.Advance(TimeSpan.FromMinutes(59.9));
        await session.SignIn();
        await session.Decide("agree");
        session.Response.ShouldContainKey("code");

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        session = new BrowserSession(server);
        await session.Open(BrowserSession.Link("/connect/authorize", ("prompt", "consent")));
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        await session.SignIn();
        server.Clock.Advance(TimeSpan.FromMinutes(30)); // each page seals the request again, but its hour goes on
        await session.Decide("agree");
        RefusedOnPageTests.IsPage(session, 400, "Go back to the application and start again. Nothing was shared with it.");
    }

    [Fact]
    public async Task What_a_client_adds_to_a_ticket_is_not_read()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Authorize(
            $"{BrowserSession.Dc3}/connect/authorize?ticket={await Ticket(server)}&redirect_uri=https%3A%2F%2Fevil.example&state=other&client_id=nordia-desktop"
        );
        session.Left!.GetLeftPart(UriPartial.Path).ShouldBe(BrowserSession.Callback);
        session.Response["state"].ShouldBe("xyz");
    }

    [Fact]
    public async Task What_the_client_lost_meanwhile_is_not_answered()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("ticket-lost");
        var session = new BrowserSession(server);
        await session.Open(new Integrator(server, "ticket-lost").Link());
        await server.Change("ticket-lost", client => client.RedirectUris = ["https://elsewhere.example/"]);
        await session.SignIn();
        RefusedOnPageTests.IsPage(session, 400, "Go back to the application and start again. Nothing was shared with it.");
    }

    private static async Task<string> Ticket(TestServer server)
    {
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link());
        return BrowserSession.Query(new(session.Page.Url))["ticket"];
    }
}
