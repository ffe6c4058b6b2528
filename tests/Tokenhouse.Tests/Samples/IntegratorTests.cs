using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>The sample that integrators read and copy: the whole round trip, and what it does when something goes wrong.</summary>
[OuterTier]
public sealed class IntegratorTests(Demonstration demonstration) : IClassFixture<Demonstration>
{
    private const string Home = "http://127.0.0.1:8400/";

    private readonly BrowserSession session = demonstration.Visitor();

    private string Notice => Text(".notice p");

    [Theory]
    [InlineData("Connect", "web")]
    [InlineData("Connect", "desktop")]
    [InlineData("OAuthV2", "web")]
    [InlineData("OAuthV2", "desktop")]
    [InlineData("OAuth2Legacy", "web")]
    public async Task A_person_connects_refreshes_calls_the_api_and_disconnects(string dialect, string client)
    {
        await Connect(dialect, client);
        Notice.ShouldBe("Connected.");
        Fact("Dialect").ShouldBe(dialect);
        Fact("Scope").ShouldBe("all openid");
        (dialect is "OAuth2Legacy").ShouldBe(
            session.Page.QuerySelector(".card dl")!.TextContent.Contains("1 June 2031", StringComparison.Ordinal)
        );
        Fact("Person").ShouldMatch("^[0-9a-f-]{36}$");
        session.Page.QuerySelector(".card pre")!.TextContent.ShouldMatch("\"refresh_token\": \".{12}…\"");
        var pair = session.Page.QuerySelector(".card dl")!.TextContent;

        await Press("/refresh");
        Notice.ShouldBe("Refreshed.");
        session.Page.QuerySelector(".card dl")!.TextContent.ShouldNotBe(pair);

        await Press("/refresh", ("lose", "yes"));
        Notice.ShouldBe("Refreshed on attempt 2, with the same refresh token.");

        if (dialect is not "OAuth2Legacy")
        {
            await Press("/call");
            Notice.ShouldBe("The API answered:");
            session.Page.QuerySelector(".notice pre")!.TextContent.ShouldContain($"\"sub\": \"{Fact("Person")}\"");
        }
        if (client is "web")
        {
            await Press("/introspect");
            session.Page.QuerySelector(".notice pre")!.TextContent.ShouldContain("\"active\": true");
        }

        await Press("/disconnect");
        Notice.ShouldStartWith(dialect is "OAuth2Legacy" ? "Deleted here only." : "Disconnected.");
        Text("h2").ShouldBe("Connect");
    }

    [Fact]
    public async Task Who_declines_is_told_that_nothing_was_connected()
    {
        await Begin("Connect", "web");
        await session.SignIn(Grace);
        await session.Decide("decline");
        await session.Open(session.Left!.AbsoluteUri);
        Notice.ShouldBe("You declined, so nothing was connected.");
    }

    [Fact]
    public async Task An_answer_counts_once_and_only_in_the_browser_that_asked()
    {
        await Begin("OAuthV2", "web");
        await Agree();
        var answer = session.Left!.AbsoluteUri;

        var other = demonstration.Visitor();
        await other.Open(answer);
        other
            .Page.QuerySelector(".notice p")!
            .TextContent.ShouldStartWith("This response doesn't belong to a sign-in started here (state).");

        await session.Open(answer);
        Notice.ShouldBe("Connected.");
        await session.Open(answer);
        Notice.ShouldStartWith("This response doesn't belong to a sign-in started here (state).");
        Text("h2").ShouldBe("Connected"); // nothing was taken from it
    }

    [Theory]
    [InlineData("iss", "https://elsewhere.example", "The response came from another authorization server (iss). It was ignored.")]
    [InlineData("state", "another", "This response doesn't belong to a sign-in started here (state). It was ignored. Start again.")]
    [InlineData("code", "another", "The code was refused.")]
    public async Task An_answer_that_was_altered_is_refused(string name, string value, string notice)
    {
        await Begin("Connect", "web");
        await Agree();
        var altered = session.Response.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Key == name ? value : pair.Value)}");
        await session.Open($"{Home}callback?{string.Join('&', altered)}");
        Notice.ShouldStartWith(notice);
        Text("h2").ShouldBe("Connect");
    }

    [Fact]
    public async Task What_the_server_sends_is_shown_as_text()
    {
        await Begin("Connect", "web");
        await Agree();
        var state = session.Response["state"];
        await session.Open(
            $"{Home}callback?error=invalid_scope&error_description=%3Cscript%3E1%3C/script%3E&state={state}&iss={Uri.EscapeDataString(demonstration.Authority)}"
        );
        Notice.ShouldBe("The server refused: <script>1</script> (invalid_scope)");
        session.Page.Scripts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_withdrawn_connection_is_over_and_the_person_connects_again()
    {
        await Connect("Connect", "desktop", Grace);
        await session.Open($"{demonstration.Authority}/account");
        await session.Submit(new Dictionary<string, string>(), "/account/withdraw");

        await session.Open(Home);
        await Press("/refresh");
        Notice.ShouldStartWith("The connection has ended.");
        Text("h2").ShouldBe("Connect");
    }

    [Fact]
    public async Task The_oldest_endpoints_cannot_serve_a_client_without_a_secret()
    {
        await Begin("OAuth2Legacy", "desktop");
        Notice.ShouldBe("OAuth2Legacy only supports HTTP Basic, so a client without a secret can't use it.");
    }

    [Fact]
    public async Task A_server_that_does_not_run_is_named()
    {
        var (port, nowhere) = (Demonstration.FreePort(), $"http://login.dc3.localhost:{Demonstration.FreePort()}");
        using var sample = await Demonstration.Sample(nowhere, port);
        var lost = new BrowserSession(Demonstration.Http(port));
        await lost.Open(Home);
        await lost.Submit(new Dictionary<string, string>(), "/connect");
        lost.Page.QuerySelector(".notice p")!.TextContent.ShouldStartWith($"{nowhere} does not answer. Is it running?");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task No_other_site_can_press_its_buttons()
    {
        await Connect("Connect", "web");
        foreach (var button in (string[])["connect", "refresh", "call", "introspect", "disconnect"])
        {
            await session.Go(new(HttpMethod.Post, Home + button) { Content = new FormUrlEncodedContent([]) });
            session.Answer.Status.ShouldBe(400);
        }
        await session.Open(Home);
        Text("h2").ShouldBe("Connected");
    }

    private const string Grace = "grace@nordia.example";

    private async Task Connect(string dialect, string client, string email = BrowserSession.Ada)
    {
        await Begin(dialect, client);
        await Agree(email);
        await session.Open(session.Left!.AbsoluteUri);
    }

    private async Task Begin(string dialect, string client)
    {
        await session.Open(Home);
        await Press("/connect", ("dialect", dialect), ("client", client));
    }

    private async Task Agree(string email = BrowserSession.Ada)
    {
        if (session.Left is null && session.Page.QuerySelector("input[type=password]") is not null)
            await session.SignIn(email);
        if (session.Left is null && session.Page.QuerySelector("[name=decision][value=agree]") is not null)
            await session.Decide("agree");
    }

    private Task Press(string button, params (string Name, string Value)[] fields) =>
        session.Submit(fields.ToDictionary(field => field.Name, field => field.Value), button);

    private string Fact(string name) =>
        session.Page.QuerySelectorAll("dt").Single(term => term.TextContent == name).NextElementSibling!.TextContent.Trim();

    private string Text(string selector) => session.Page.QuerySelector(selector)?.TextContent ?? session.Answer.ToString();
}
