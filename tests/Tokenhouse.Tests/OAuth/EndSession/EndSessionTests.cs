using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.EndSession;

/// <summary>An application signs a person out (OpenID Connect RP-Initiated Logout 1.0).</summary>
public sealed class EndSessionTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Bye = "https://app.nordia.example/bye";
    internal const string Client = "signing-out";

    [Theory, OnEachDatabase]
    public async Task A_hint_of_this_session_ends_it_at_once_and_leads_back_with_state(Database database)
    {
        var (session, person, hint) = await Arranged(database);
        await session.Open(Link(("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("state", "a b&c")));
        session.Left!.AbsoluteUri.ShouldBe(Bye + "?state=a%20b%26c");
        session.Answer.Status.ShouldBe(303);
        session.Cookies.ShouldNotContainKey("tokenhouse-session");
        (await session.Server.SessionsOf(person)).ShouldBeEmpty();
        await session.Open(BrowserSession.Dc3 + "/account");
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_session_ends_at_the_Hub_too_and_other_browsers_stay_signed_in()
    {
        var (session, person, hint) = await Arranged();
        await session.EnterHub(person, "/");
        session.Page.QuerySelector("input[type=password]").ShouldBeNull();
        var elsewhere = new BrowserSession(session.Server);
        await elsewhere.SignInTo("/account", person);

        await session.Open(Link(("id_token_hint", hint)));
        (session.Answer.Status, session.Heading).ShouldBe((200, "You're signed out"));
        await session.Open(BrowserSession.Hub + "/");
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await elsewhere.Open(BrowserSession.Dc3 + "/account");
        elsewhere.Page.QuerySelector("input[type=password]").ShouldBeNull();
    }

    [Fact]
    public async Task An_expired_hint_still_says_which_session_is_meant()
    {
        var (session, person, hint) = await Arranged();
        for (var i = 0; i < 6; i++) // a session that is in use
        {
            session.Server.Clock.Advance(TimeSpan.FromMinutes(100));
            await session.Open(BrowserSession.Dc3 + "/account");
        }
        (await session.Server.SessionsOf(person)).ShouldHaveSingleItem();
        await session.Open(Link(("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("client_id", Client)));
        session.Left!.AbsoluteUri.ShouldBe(Bye);
        (await session.Server.SessionsOf(person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_of_the_application_does_the_same_although_browsers_send_no_cookie_with_it()
    {
        var (session, person, hint) = await Arranged();
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("id_token_hint", hint),
            KeyValuePair.Create("post_logout_redirect_uri", Bye),
            KeyValuePair.Create("state", "s"),
        ]);
        using var posted = await session.Server.Http.PostAsync(new Uri(BrowserSession.Dc3 + "/connect/end-session"), form);
        ((int)posted.StatusCode).ShouldBe(303);
        posted.Headers.Location!.AbsoluteUri.ShouldNotContain(hint);
        await session.Open(posted.Headers.Location!.AbsoluteUri);
        session.Left!.AbsoluteUri.ShouldBe(Bye + "?state=s");
        (await session.Server.SessionsOf(person)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Without_a_hint_the_person_decides()
    {
        var (session, person, _) = await Arranged();
        await session.Open(Link(("client_id", Client), ("post_logout_redirect_uri", Bye), ("state", "s")));
        (session.Answer.Status, session.Heading, session.Left).ShouldBe((200, "Sign out?", null));
        session.Page.QuerySelector("main")!.TextContent.ShouldContain(person);
        session.Page.QuerySelector("main")!.TextContent.ShouldContain($"{Client} asks to sign you out.");
        await session.Decide("stay");
        session.Path.ShouldBe("/account");
        (await session.Server.SessionsOf(person)).ShouldHaveSingleItem();

        await session.Open(Link(("client_id", Client), ("post_logout_redirect_uri", Bye), ("state", "s")));
        session.Answer["Content-Security-Policy"]!.ShouldContain("form-action 'self' https://app.nordia.example;");
        await session.Decide("sign-out");
        session.Left!.AbsoluteUri.ShouldBe(Bye + "?state=s");
        (await session.Server.SessionsOf(person)).ShouldBeEmpty();
    }

    [Theory]
    [Trait("Category", "Security")]
    [InlineData("nothing")]
    [InlineData("an altered ticket")]
    [InlineData("another session")]
    [InlineData("another person")]
    public async Task What_does_not_prove_which_session_is_meant_signs_nobody_out(string sent)
    {
        var (session, person, _) = await Arranged();
        var other = new BrowserSession(session.Server);
        var hint = await IdToken(session.Server, other, sent == "another person" ? await session.Server.Person() : person);
        await session.Open(
            sent switch
            {
                "nothing" => Link(),
                "an altered ticket" => BrowserSession.Dc3 + "/account/end-session?ticket=nonsense",
                _ => Link(("id_token_hint", hint)),
            }
        );
        (session.Answer.Status, session.Heading, session.Left).ShouldBe((200, "Sign out?", null));
        await session.Decide("sign-out");
        session.Heading.ShouldBe("You're signed out");
        (await session.Server.SessionsOf(person)).Count.ShouldBe(sent == "another person" ? 0 : 1); // the other browser's
    }

    [Theory]
    [Trait("Category", "Security")]
    [InlineData("nonsense")]
    [InlineData("the other environment")]
    [InlineData("an access token")]
    [InlineData("an altered signature")]
    [InlineData("no signature")]
    public async Task A_hint_that_this_site_did_not_issue_leads_nowhere_and_the_person_is_asked(string what)
    {
        var (session, person, hint) = await Arranged();
        var parts = hint.Split('.');
        var wrong = what switch
        {
            "nonsense" => "nonsense",
            "the other environment" => await OfUat(session.Server),
            "an access token" => (await new Integrator(session.Server, Client).Tokens(session, ("scope", "openid all")))
                .Json.GetProperty("access_token")
                .GetString()!,
            "an altered signature" => $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}",
            _ => $"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{parts[1]}.",
        };
        await session.Open(Link(("id_token_hint", wrong), ("client_id", Client), ("post_logout_redirect_uri", Bye)));
        await IsRefused(session, person, "The parameter 'id_token_hint' must be an ID token that this site issued.");
    }

    [Theory]
    [Trait("Category", "Security")]
    [InlineData("https://app.nordia.example/bye/")]
    [InlineData("https://app.nordia.example/bye?x=1")]
    [InlineData("https://app.nordia.example/Bye")]
    [InlineData("https://app.nordia.example/bye/../bye")]
    [InlineData("https://evil.example/bye")]
    [InlineData("http://127.0.0.1:8400/callback")] // where people return after signing in
    [InlineData("http://127.0.0.1:4711/bye")] // registered with another port
    [InlineData("javascript:alert(1)")]
    public async Task A_browser_goes_only_where_the_client_registered_it(string uri)
    {
        var (session, person, hint) = await Arranged();
        await session.Open(Link(("id_token_hint", hint), ("post_logout_redirect_uri", uri)));
        await IsRefused(session, person, "This client hasn't registered this post_logout_redirect_uri. It must match exactly.");
    }

    [Theory]
    [Trait("Category", "Security")]
    [InlineData("nordia-erp", true, "The ID token in 'id_token_hint' wasn't issued to the client in 'client_id'.")]
    [InlineData("made-up", false, "Unknown client_id at this host. Check the ID and the host.")]
    [InlineData(null, false, "Send 'client_id' or 'id_token_hint' with 'post_logout_redirect_uri'.")]
    public async Task A_request_that_contradicts_itself_leads_nowhere(string? client, bool hinted, string sentence)
    {
        var (session, person, hint) = await Arranged();
        await session.Open(Link(("id_token_hint", hinted ? hint : null), ("client_id", client), ("post_logout_redirect_uri", Bye)));
        await IsRefused(session, person, sentence);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Whatever_is_taken_comes_back_whole_and_what_is_longer_is_refused()
    {
        var (session, person, hint) = await Arranged();
        var longest = new string('\u00e4', ((16 * 1024) - Bye.Length) / 2);
        await session.Open(Link(("id_token_hint", hint), ("post_logout_redirect_uri", Bye), ("state", new string('x', 16 * 1024))));
        await IsRefused(session, person, "'post_logout_redirect_uri' and 'state' are longer than 16384 bytes together.");
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("client_id", Client),
            KeyValuePair.Create("post_logout_redirect_uri", Bye),
            KeyValuePair.Create("state", longest),
        ]);
        using var posted = await session.Server.Http.PostAsync(new Uri(BrowserSession.Dc3 + "/connect/end-session"), form);
        await session.Open(posted.Headers.Location!.AbsoluteUri);
        session.Response["state"].ShouldBe(longest);
    }

    [Fact]
    public async Task The_log_of_the_tenant_says_why()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("signing-out-log", client => client.PostLogoutRedirectUris = [Bye]);
        await server.ShouldBeRefused(
            await server.Get(Link(("client_id", "signing-out-log"), ("post_logout_redirect_uri", Bye + "/x"))),
            "sign-out",
            RefusalKind.RedirectUriNotRegistered,
            $"the post_logout_redirect_uri differs from the registered {Bye} in its path",
            "dc3"
        );
    }

    [Fact]
    public async Task Who_is_signed_out_already_goes_back_at_once()
    {
        var (session, _, hint) = await Arranged();
        var stranger = new BrowserSession(session.Server);
        foreach (var sent in (string[])["id_token_hint", "client_id"])
        {
            await stranger.Open(Link((sent, sent == "client_id" ? Client : hint), ("post_logout_redirect_uri", Bye)));
            stranger.Left!.AbsoluteUri.ShouldBe(Bye);
        }
        await stranger.Open(Link());
        stranger.Heading.ShouldBe("You're signed out");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_that_is_disabled_or_lost_the_address_meanwhile_leads_nowhere()
    {
        var server = (await browserSessions.On()).Server;
        var id = "signing-out-later";
        await server.AddIntegrator(id, client => client.PostLogoutRedirectUris = [Bye]);
        var session = new BrowserSession(server);
        await session.SignInTo("/account", await server.Person());
        var asked = Link(("client_id", id), ("post_logout_redirect_uri", Bye));
        await session.Open(asked);
        await server.Change(id, client => client.PostLogoutRedirectUris = []);
        await session.Decide("sign-out");
        (session.Left, session.Heading).ShouldBe((null, "You're signed out"));
        await server.Change(id, client => (client.PostLogoutRedirectUris, client.DisabledAt) = ([Bye], server.Clock.GetUtcNow()));
        await session.Open(asked);
        (session.Left, session.Answer.Status).ShouldBe((null, 400));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task All_clients_of_a_session_have_the_same_sid_which_tells_nothing_of_it()
    {
        var (session, person, hint) = await Arranged();
        var row = (await session.Server.SessionsOf(person)).ShouldHaveSingleItem();
        var sid = Sid(hint);
        sid.ShouldMatch("^[A-Za-z0-9_-]{22}$");
        Sid(await IdToken(session.Server, session, person, Integrator.Web)).ShouldBe(sid);
        Sid(await IdToken(session.Server, session, person)).ShouldBe(sid);
        Sid(await IdToken(session.Server, new BrowserSession(session.Server), person)).ShouldNotBe(sid);
        System.Buffers.Text.Base64Url.DecodeFromChars(sid).ShouldNotBe(row.Id.ToByteArray());
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Signing_in_again_keeps_the_sid_but_not_the_cookie_and_another_person_has_another(Database database)
    {
        var (session, person, hint) = await Arranged(database);
        var before = session.Window();
        session.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        var integrator = new Integrator(session.Server, Client);
        await session.Open(integrator.Link(("prompt", "login"), ("scope", "openid all")));
        await session.SignIn(person);
        Sid((await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString()!).ShouldBe(Sid(hint));
        (await session.Server.SessionsOf(person)).ShouldHaveSingleItem();
        await before.Open(BrowserSession.Dc3 + "/account");
        before.Page.QuerySelector("input[type=password]").ShouldNotBeNull();

        await session.Open(integrator.Link(("prompt", "login"), ("scope", "openid all")));
        await session.SignIn(await session.Server.Person());
        await session.Decide("agree");
        Sid((await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString()!).ShouldNotBe(Sid(hint));
        (await session.Server.SessionsOf(person)).ShouldBeEmpty();
        await session.Open(Link(("id_token_hint", hint)));
        session.Heading.ShouldBe("Sign out?");
    }

    private async Task<(BrowserSession Session, string Person, string Hint)> Arranged(Database? database = null)
    {
        var server = (await browserSessions.On(database)).Server;
        await server.AddIntegrator(Client, client => client.PostLogoutRedirectUris = [Bye, "http://127.0.0.1:4712/bye"]);
        var (session, person) = (new BrowserSession(server), await server.Person());
        return (session, person, await IdToken(server, session, person));
    }

    internal static async Task<string> IdToken(TestServer server, BrowserSession session, string person, string client = Client)
    {
        var integrator = new Integrator(server, client);
        await session.Authorize(integrator.Link(("scope", "openid all")), person);
        return (await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString()!;
    }

    /// <summary>An ID token of UAT, which has other keys and another issuer.</summary>
    private static async Task<string> OfUat(TestServer server)
    {
        const string Id = "signing-out-uat";
        var (tenant, person) = (await server.AddTenant("signing-out"), await server.Person());
        await server.AddMember(tenant, person);
        await server.AddIntegrator(Id, environment: TenantEnvironment.UAT, tenantId: tenant.Id);
        var integrator = new Integrator(server, Id) { Origin = "http://loginuat.dc3.localhost:5080" };
        var session = new BrowserSession(server);
        var link = integrator.Link(("scope", "openid all")).Replace(BrowserSession.Dc3, integrator.Origin, StringComparison.Ordinal);
        await session.Authorize(link, person);
        return (await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString()!;
    }

    private static string Sid(string idToken) => new JsonWebToken(idToken).GetPayloadValue<string>("sid");

    private static async Task IsRefused(BrowserSession session, string person, string sentence)
    {
        (session.Answer.Status, session.Heading, session.Left).ShouldBe((400, "Sign out?", null));
        session.Page.QuerySelector("main .small")!.TextContent.ShouldStartWith($"Details for the developer: {sentence}");
        (await session.Server.SessionsOf(person)).ShouldNotBeEmpty();
        await session.Decide("sign-out");
        (session.Left, session.Heading).ShouldBe((null, "You're signed out"));
        (await session.Server.SessionsOf(person)).ShouldBeEmpty();
    }

    internal static string Link(params (string Name, string? Value)[] fields) =>
        $"{BrowserSession.Dc3}/connect/end-session?"
        + string.Join(
            '&',
            fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}")
        );
}
