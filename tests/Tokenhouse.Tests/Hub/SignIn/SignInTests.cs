using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SignIn;

/// <summary>From the Hub to the sign-in host and back, signed in at both.</summary>
public sealed class SignInTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Callback = Visitor.Hub + "/sign-in/callback";

    [Fact]
    public async Task Who_comes_to_the_Hub_signs_in_at_the_sign_in_host_and_is_brought_back()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person(account => account.Memberships[0].Role = Role.Developer);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Hub + "/");
        visitor.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?ticket=");
        visitor.Page.QuerySelector("main p")!.TextContent.ShouldBe("to continue to Tokenhouse Hub");
        await visitor.SignIn(email);

        visitor.Page.Url.ShouldBe(Visitor.Hub + "/");
        visitor.Heading.ShouldBe("Your tenants");
        visitor
            .Page.QuerySelector("main li")!
            .TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["Nordia", "nordia (451)", "Developer"]);
        visitor.Page.QuerySelector("header")!.TextContent.ShouldContain(email);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_Hub_asks_with_state_and_PKCE_like_any_client()
    {
        var house = (await visitors.On()).House;
        var asked = await house.Get(Visitor.Hub + "/");
        asked.Status.ShouldBe(303);
        asked["Location"]!.ShouldStartWith(Visitor.Dc3 + "/connect/authorize?");
        var query = Visitor.Query(new(asked["Location"]!));
        query["state"].ShouldMatch("^[A-Za-z0-9_-]{43,1000}\\z");
        query["code_challenge"].ShouldMatch("^[A-Za-z0-9_-]{43}\\z");
        query.ShouldBe(
            new Dictionary<string, string>
            {
                ["response_type"] = "code",
                ["client_id"] = "hub",
                ["redirect_uri"] = Callback,
                ["scope"] = "hub.sign-in",
                ["state"] = query["state"],
                ["code_challenge"] = query["code_challenge"],
                ["code_challenge_method"] = "S256",
            }
        );
        asked["Set-Cookie"]!.ShouldMatch("^tokenhouse-hub-browser=[A-Za-z0-9_-]{43}; path=/; samesite=lax; httponly\\z");
        (asked["Cache-Control"], asked["Referrer-Policy"]).ShouldBe(("no-store", "no-referrer"));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_session_has_a_cookie_at_each_host_and_neither_is_good_at_the_other()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        var session = (await house.SessionsOf(email)).ShouldHaveSingleItem();
        var (login, hub) = (visitor.Cookies["tokenhouse-session"], visitor.Cookies["tokenhouse-hub"]);
        hub.ShouldMatch("^[A-Za-z0-9_-]{43}\\z");
        hub.ShouldNotBe(login);
        session.HubTokenHash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(hub)));

        (await Status(house, Visitor.Hub + "/", $"tokenhouse-hub={hub}")).ShouldBe(200);
        (await Status(house, Visitor.Dc3 + "/account", $"tokenhouse-session={login}")).ShouldBe(200);
        (await Status(house, Visitor.Hub + "/", $"tokenhouse-hub={login}; tokenhouse-session={login}")).ShouldBe(303);
        (await Status(house, Visitor.Dc3 + "/account", $"tokenhouse-session={hub}; tokenhouse-hub={hub}")).ShouldBe(303);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Over_https_both_cookies_are_bound_to_the_Hubs_host()
    {
        await using var house = await House.Start(
            new HousePlan(Databases.Default) { Run = ["dc3"], Settings = ["--Tokenhouse:BaseUrl", "https://localhost:5443"] }
        );
        var asked = await house.Get("http://hub.dc3.localhost:5443/"); // what a proxy passes on once it has ended TLS
        asked["Set-Cookie"]!.ShouldMatch("^__Host-tokenhouse-hub-browser=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly\\z");
        asked["Location"]!.ShouldStartWith("https://login.dc3.localhost:5443/connect/authorize?");
        Visitor.Query(new(asked["Location"]!))["redirect_uri"].ShouldBe("https://hub.dc3.localhost:5443/sign-in/callback");
    }

    [Fact]
    public async Task Who_is_signed_in_already_is_asked_nothing()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account", email);
        await visitor.Open(Visitor.Hub + "/");
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/");
        await using var db = house.Db("dc3");
        var id = (await house.Account(email)).Id;
        (await db.Consents.IgnoreQueryFilters().AnyAsync(consent => consent.AccountId == id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_factors_are_two_factors_here_too()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var (app, _) = await house.SwitchOnTwoFactor(email);
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        visitor.Path.ShouldBe("/account/second-factor");
        await visitor.Submit("/account/second-factor", ("code", app.Code()));
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/");
    }

    [Fact]
    public async Task Who_has_no_role_is_told_how_to_get_one()
    {
        var house = (await visitors.On()).House;
        foreach (var email in (string[])[await house.Person(), await house.Person(account => account.Memberships.Clear())])
        {
            var visitor = new Visitor(house);
            await visitor.EnterHub(email);
            (visitor.Answer.Status, visitor.Heading).ShouldBe((200, "You don't have access yet"));
            visitor
                .Page.QuerySelectorAll("main p")
                .Select(paragraph => paragraph.TextContent)
                .ShouldBe([
                    $"You are signed in as {email}, but this account has no role in the Hub. You don't need a role to sign in to applications.",
                    "To work with your company's credentials, ask a Manager of your company for a role. Then reload this page.",
                ]);
            visitor.Page.Forms.Length.ShouldBe(1); // the way out
        }
    }

    [Fact]
    public async Task Tenants_are_listed_by_name_with_the_role_in_each()
    {
        var house = (await visitors.On()).House;
        var other = await house.AddTenant("hub-other", tenant => tenant.Name = "Another");
        var email = await house.Person(account =>
        {
            account.Memberships[0].Role = Role.Reader;
            account.Memberships.Add(Member(account, other.Id, Role.Manager));
        });
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        visitor
            .Page.QuerySelectorAll("main li")
            .Select(row => $"{row.QuerySelector("h2")!.TextContent}: {row.QuerySelector(".badge")!.TextContent}")
            .ShouldBe(["Another: Manager", "Nordia: Reader"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_Hub_is_a_client_of_LIVE_alone()
    {
        var house = (await visitors.On()).House;
        var asked = (await house.Get(Visitor.Hub + "/"))["Location"]!;
        var answer = await house.Get(asked.Replace("login.dc3", "loginuat.dc3", StringComparison.Ordinal));
        answer.Status.ShouldBe(400);
        answer.Body.ShouldContain("Details for the developer: Unknown client_id at this host.");
        answer = await house.Get(asked.Replace("login.dc3", "nordia.login", StringComparison.Ordinal));
        answer.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("http%3A%2F%2Fhub.dc3.localhost%3A5080%2Fsign-in%2Fcallback%2F")]
    [InlineData("http%3A%2F%2Fhub.dc3.localhost%3A5081%2Fsign-in%2Fcallback")]
    [InlineData("http%3A%2F%2Fhub.dc2.localhost%3A5080%2Fsign-in%2Fcallback")]
    [InlineData("http%3A%2F%2Fevil.example%2Fsign-in%2Fcallback")]
    [Trait("Category", "Security")]
    public async Task The_code_goes_to_the_Hub_and_nowhere_else(string redirectUri)
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.EnterHub(await house.Person());
        var asked = (await house.Get(Visitor.Hub + "/"))["Location"]!;
        await visitor.Open(asked.Replace(Uri.EscapeDataString(Callback), redirectUri, StringComparison.Ordinal));
        (visitor.Answer.Status, visitor.Left).ShouldBe((400, null));
        visitor.Heading.ShouldBe("This sign-in can't start");
    }

    private static Membership Member(Account account, long tenantId, Role role) =>
        new()
        {
            AccountId = account.Id,
            TenantId = tenantId,
            Role = role,
            CreatedAt = account.CreatedAt,
        };

    private static async Task<int> Status(House house, string address, string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookies);
        using var response = await house.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
