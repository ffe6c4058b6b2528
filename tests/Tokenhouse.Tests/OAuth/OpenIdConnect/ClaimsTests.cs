using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.OpenIdConnect;

/// <summary>What a client learns about a person, where it asks (OpenID Connect Core 1.0, 5), and how the person changes it.</summary>
public sealed class ClaimsTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private static readonly string[] AboutPerson = ["name", "preferred_username", "locale", "updated_at", "email", "email_verified"];

    [Theory]
    [InlineData("""{"id_token":{"email":null,"name":{"essential":true}}}""", "openid email profile", "email name")]
    [InlineData("""{"id_token":{"email_verified":{"value":true}},"userinfo":{"email":null}}""", "openid email", "email_verified")]
    [InlineData("""{"userinfo":{"name":{"essential":true},"locale":null}}""", "openid profile", "")]
    [InlineData("""{"id_token":{"phone_number":{"essential":true},"acr":null,"locale":null}}""", "openid profile", "")] // no language is set
    [InlineData("{}", "openid", "")]
    public async Task A_requested_claim_asks_for_its_scope_and_comes_where_it_was_requested(string claims, string scope, string inIdToken)
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var tokens = await new Integrator(session.Server).Tokens(session, ("scope", "openid"), ("claims", claims), ("prompt", "consent"));
        tokens.Json.GetProperty("scope").GetString().ShouldBe(scope);
        InIdToken(tokens).ShouldBe(inIdToken.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
        var userInfo = (await session.Server.AskUserInfo(tokens)).Json;
        userInfo.TryGetProperty("email", out _).ShouldBe(scope.Contains("email", StringComparison.Ordinal));
        userInfo.TryGetProperty("name", out _).ShouldBe(scope.Contains("profile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_is_set_so_gets_all_granted_claims_in_the_ID_token()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Server.AddIntegrator("claims-inside", client => client.HasClaimsInIdToken = true);
        var integrator = new Integrator(session.Server, "claims-inside");
        InIdToken(await integrator.Tokens(session, ("scope", "openid email"))).ShouldBe(["email", "email_verified"], ignoreOrder: true);
        InIdToken(await integrator.Tokens(session, ("scope", "openid"))).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_claim_of_a_scope_that_is_switched_off_is_in_neither_place()
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        await session.Server.AddIntegrator("claims-off", client => client.SwitchedOffScopes = ["email"]);
        var tokens = await new Integrator(session.Server, "claims-off").Tokens(
            session,
            ("scope", "openid"),
            ("claims", """{"id_token":{"email":{"essential":true},"preferred_username":null,"name":null},"userinfo":{"email":null}}""")
        );
        tokens.Json.GetProperty("scope").GetString().ShouldBe("openid profile");
        InIdToken(tokens).ShouldBe(["name"]);
        (await session.Server.AskUserInfo(tokens)).Body.ShouldNotContain(BrowserSession.Ada);
    }

    [Theory]
    [InlineData("acr_values", "urn:mace:incommon:iap:silver 2")]
    [InlineData("ui_locales", "de-AT fr")]
    [InlineData("claims_locales", "de")]
    [InlineData("display", "touch")]
    public async Task What_only_expresses_a_wish_changes_nothing(string name, string value)
    {
        var session = new BrowserSession((await browserSessions.On()).Server);
        var tokens = await new Integrator(session.Server).Tokens(session, ("scope", "openid"), (name, value));
        tokens.Json.GetProperty("scope").GetString().ShouldBe("openid");
    }

    [Theory, OnEachDatabase]
    public async Task A_person_changes_their_name_and_language_and_applications_see_it(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var (session, email) = (new BrowserSession(server), await server.Person());
        await session.SignInTo("/account/profile", email);
        session.Heading.ShouldBe("Profile");
        server.Clock.Advance(TimeSpan.FromMinutes(3));
        await session.Submit("/account/profile", ("name", " Ada \u010capek "), ("locale", "cs-CZ"));
        session.Notice.ShouldBe("Profile saved.");
        session.Page.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Ada \u010capek");
        var changedAt = (await server.Account(email)).ProfileChangedAt!.Value;

        server.Clock.Advance(TimeSpan.FromMinutes(3));
        await session.Submit("/account/profile"); // nothing is different
        (await server.Account(email)).ProfileChangedAt.ShouldBe(changedAt);
        var tokens = await new Integrator(server).Tokens(session, ("scope", "openid profile"));
        var userInfo = (await server.AskUserInfo(tokens)).Json;
        userInfo.GetProperty("name").GetString().ShouldBe("Ada \u010capek");
        userInfo.GetProperty("locale").GetString().ShouldBe("cs-CZ");
        userInfo.GetProperty("updated_at").GetInt64().ShouldBe(changedAt.ToUnixTimeSeconds());
        userInfo.GetProperty("preferred_username").GetString().ShouldBe(email);
    }

    [Theory]
    [InlineData("", "en", "Enter your name, with at most 200 characters and no invisible ones.")]
    [InlineData("Ada\u202e", "en", "Enter your name, with at most 200 characters and no invisible ones.")]
    [InlineData("Ada", "English", "Enter a language such as en, en-AU or de, or leave it empty.")]
    [InlineData("Ada", "en_AU", "Enter a language such as en, en-AU or de, or leave it empty.")]
    public async Task What_is_no_name_or_language_is_refused_and_changes_nothing(string name, string locale, string sentence)
    {
        var server = (await browserSessions.On()).Server;
        var (session, email) = (new BrowserSession(server), await server.Person());
        var before = (await server.Account(email)).Name;
        await session.SignInTo("/account/profile", email);
        await session.Submit("/account/profile", ("name", name), ("locale", locale));
        (session.Answer.Status, session.Notice).ShouldBe((400, sentence));
        (await server.Account(email)).Name.ShouldBe(before);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_subject_stays_the_persons_own_whatever_their_email_address_and_whoever_has_it_later()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("claims-subject");
        var email = await server.Person();
        var first = await Subject(email);
        (await Subject(email, "claims-subject")).ShouldBe(first);
        (first.Length, Ascii.IsValid(first)).ShouldBe((36, true));

        await server.Change(async db => Rename(await db.Accounts.SingleAsync(account => account.Email == email), "moved-" + email));
        await server.Person(account => Rename(account, email));
        (await Subject("moved-" + email)).ShouldBe(first);
        (await Subject(email)).ShouldNotBe(first);

        async Task<string> Subject(string address, string client = Integrator.Web)
        {
            var (session, integrator) = (new BrowserSession(server), new Integrator(server, client));
            await session.Authorize(integrator.Link(("scope", "openid")), address);
            var tokens = await integrator.Redeem(session.Response["code"]);
            var subject = new JsonWebToken(tokens.Json.GetProperty("id_token").GetString()).Subject;
            (await server.AskUserInfo(tokens)).Json.GetProperty("sub").GetString().ShouldBe(subject);
            return subject;
        }

        static void Rename(Account account, string address) =>
            (account.UserName, account.NormalizedUserName, account.Email, account.NormalizedEmail) = (
                address,
                address.ToUpperInvariant(),
                address,
                address.ToUpperInvariant()
            );
    }

    private static IEnumerable<string> InIdToken(Answer tokens) =>
        new JsonWebToken(tokens.Json.GetProperty("id_token").GetString())
            .Claims.Select(claim => claim.Type)
            .Intersect(AboutPerson, StringComparer.Ordinal);
}
