using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>Which person answers a request (OpenID Connect Core 1.0, 3.1.2.1): <c>prompt=select_account</c>, <c>id_token_hint</c> and <c>login_hint</c>.</summary>
public sealed class SelectAccountTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task Who_is_signed_in_can_go_on_or_use_another_account()
    {
        var (session, integrator, person) = await SignedIn();
        await session.Open(integrator.Link(("prompt", "select_account")));
        (session.Heading, session.Left).ShouldBe(("Choose an account", null));
        session.Page.QuerySelector("main")!.TextContent.ShouldContain(person);
        await session.Decide("continue");
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);

        await session.Open(integrator.Link(("prompt", "select_account"), ("scope", "openid all")));
        await session.Decide("switch");
        var other = await session.Server.Person();
        session.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBeNullOrEmpty();
        await session.SignIn(other);
        await session.Decide("agree"); // and is not asked a second time which account it is
        (await Subject(integrator, session)).ShouldBe((await session.Server.Account(other)).Id.ToString());
    }

    [Fact]
    public async Task Who_is_not_signed_in_or_signs_in_again_has_chosen_by_that()
    {
        var (session, integrator, person) = await SignedIn();
        await session.Open(integrator.Link(("prompt", "login select_account")));
        await session.SignIn(person);
        session.Response.ShouldContainKey("code");
        var fresh = new BrowserSession(session.Server);
        await fresh.Open(integrator.Link(("prompt", "select_account")));
        await fresh.SignIn(person);
        fresh.Response.ShouldContainKey("code");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_choice_is_good_for_its_own_request_and_its_own_person_alone()
    {
        var (session, integrator, person) = await SignedIn();
        await session.Open(integrator.Link(("prompt", "select_account"), ("state", "one")));
        var earlier = session.Page.Url;
        await session.Decide("continue");
        await session.Open(earlier.Replace("/account/select", "/connect/authorize", StringComparison.Ordinal));
        session.Heading.ShouldBe("Choose an account");
        await session.Open(integrator.Link(("prompt", "select_account")));
        session.Heading.ShouldBe("Choose an account");
        await session.Open(BrowserSession.Dc3 + "/account/select?ticket=nonsense");
        session.Answer.Status.ShouldBe(400);
        person.ShouldNotBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nothing_is_shown_for_a_hint_of_the_same_person_and_nothing_is_granted_for_another()
    {
        var (session, integrator, _) = await SignedIn();
        var own = await IdToken(integrator, session);
        var other = new BrowserSession(session.Server);
        var others = await IdToken(integrator, other, await session.Server.Person());

        await session.Open(integrator.Link(("prompt", "none"), ("id_token_hint", own)));
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
        await session.Open(integrator.Link(("id_token_hint", own)));
        session.Response.ShouldContainKey("code");
        await session.Open(integrator.Link(("prompt", "none"), ("id_token_hint", others)));
        session.Response["error"].ShouldBe("login_required");
        session.Server.Clock.Advance(TimeSpan.FromHours(1)); // hints may have expired
        await session.Open(integrator.Link(("prompt", "none"), ("id_token_hint", own)));
        session.Response.ShouldContainKey("code");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_person_of_the_hint_has_to_sign_in_and_nobody_else_can()
    {
        var (session, integrator, person) = await SignedIn();
        var meant = await session.Server.Person();
        var hint = await IdToken(integrator, new BrowserSession(session.Server), meant);

        await session.Open(integrator.Link(("id_token_hint", hint)));
        session.Heading.ShouldBe("Sign in");
        session.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBeNullOrEmpty(); // a hint tells nobody whose it is
        await session.SignIn(person);
        session.Response.ShouldBe(
            new Dictionary<string, string>
            {
                ["error"] = "login_required",
                ["error_description"] = "The person who signed in isn't the one in id_token_hint.",
                ["state"] = "xyz",
                ["iss"] = BrowserSession.Dc3,
            }
        );
        session.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Open(integrator.Link(("id_token_hint", hint), ("scope", "openid all")));
        await session.SignIn(meant);
        (await Subject(integrator, session)).ShouldBe((await session.Server.Account(meant)).Id.ToString());
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_hint_that_was_not_issued_to_this_client_is_refused()
    {
        var (session, integrator, _) = await SignedIn();
        await session.Server.AddIntegrator("selecting-other");
        var others = await IdToken(new(session.Server, "selecting-other"), session);
        var access = (await integrator.Tokens(session, ("scope", "openid all"))).Json.GetProperty("access_token").GetString();
        foreach (var wrong in (string?[])["nonsense", others, access, others[..^5]])
        {
            await session.Open(integrator.Link(("prompt", "none"), ("id_token_hint", wrong)));
            session.Response["error"].ShouldBe("invalid_request");
            session
                .Response["error_description"]
                .ShouldBe("The parameter 'id_token_hint' must be an ID token that this site issued to this client.");
        }
    }

    [Fact]
    public async Task A_login_hint_with_another_email_address_asks_which_account_is_meant()
    {
        var (session, integrator, person) = await SignedIn();
        foreach (var own in (string[])[person.ToUpperInvariant(), "person-17"])
        {
            await session.Open(integrator.Link(("login_hint", own)));
            session.Response.ShouldContainKey("code", own);
        }
        var other = await session.Server.Person();
        await session.Open(integrator.Link(("login_hint", other), ("prompt", "none")));
        session.Response.ShouldContainKey("code"); // a hint restricts nothing
        await session.Open(integrator.Link(("login_hint", other), ("scope", "openid all")));
        session.Heading.ShouldBe("Choose an account");
        await session.Decide("switch");
        session.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(other);
        await session.SignIn(other);
        await session.Decide("agree");
        (await Subject(integrator, session)).ShouldBe((await session.Server.Account(other)).Id.ToString());
    }

    private async Task<(BrowserSession Session, Integrator Integrator, string Person)> SignedIn()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("selecting");
        var (session, integrator, person) = (new BrowserSession(server), new Integrator(server, "selecting"), await server.Person());
        await session.Authorize(integrator.Link(("scope", "openid all")), person);
        session.Response.ShouldContainKey("code");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        return (session, integrator, person);
    }

    private static async Task<string> IdToken(Integrator integrator, BrowserSession session, string person = BrowserSession.Ada)
    {
        await session.Authorize(integrator.Link(("scope", "openid all")), person);
        return (await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString()!;
    }

    private static async Task<string> Subject(Integrator integrator, BrowserSession session) =>
        new JsonWebToken((await integrator.Redeem(session.Response["code"])).Json.GetProperty("id_token").GetString()!).Subject;
}
