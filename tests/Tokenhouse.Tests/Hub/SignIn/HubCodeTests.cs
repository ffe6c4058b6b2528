using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SignIn;

/// <summary>The Hub's code is for the Hub: no token is ever made of it. And a code that shows a fresh sign-in shows one.</summary>
[Trait("Category", "Security")]
public sealed class HubCodeTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const long Nordia = 451;
    private const string Sensitive = Visitor.Hub + "/t/nordia/people/invite";

    [Fact]
    public async Task No_token_is_made_of_a_code_of_the_Hub_and_the_code_stays_good_for_it()
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house) { StopsBefore = "/connect/authorize" };
        await visitor.Open(Visitor.Hub + "/");
        // The same request, with a challenge whose verifier is known.
        var asked = visitor.Left!.ToString().Replace(visitor.Response["code_challenge"], Pkce.Challenge, StringComparison.Ordinal);
        var knowing = new Visitor(house) { StopsBefore = "/sign-in/callback" };
        await knowing.Open(asked);
        await knowing.SignIn(await house.Person());
        (string Name, string Value)[] exchange =
        [
            ("grant_type", "authorization_code"),
            ("client_id", "hub"),
            ("code", knowing.Response["code"]),
            ("redirect_uri", Visitor.Hub + "/sign-in/callback"),
            ("code_verifier", Pkce.Verifier),
        ];
        var answer = await house.Token(Visitor.Dc3, exchange);
        (answer.Status, answer.Body).ShouldBe(
            (400, """{"error":"unauthorized_client","error_description":"This client can't use the grant type authorization_code."}""")
        );
        foreach (var grant in (string[])["client_credentials", "refresh_token"])
            (await house.Token(Visitor.Dc3, [("grant_type", grant), ("client_id", "hub"), ("refresh_token", "x")])).Status.ShouldBe(400);
    }

    [Fact]
    public async Task What_is_sensitive_asks_again_five_minutes_after_the_sign_in()
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.EnterHub(await house.Member(Nordia, Role.Manager));
        house.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        (await Ask(house, visitor)).Status.ShouldBe(200);
        house.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var answer = await Ask(house, visitor);
        answer.Status.ShouldBe(303);
        var asked = Visitor.Query(new(answer["Location"]!));
        (asked["prompt"], asked["client_id"]).ShouldBe(("login", "hub"));
    }

    [Fact]
    public async Task Who_signs_in_again_comes_back_fresh_to_the_page_and_who_does_not_stays_as_they_were()
    {
        var house = (await visitors.On()).House;
        var email = await house.Member(Nordia, Role.Manager);
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        house.Clock.Advance(TimeSpan.FromMinutes(6));

        await visitor.Open(Visitor.Hub + "/");
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/"); // nothing sensitive
        await visitor.Open(Sensitive);
        visitor.Heading.ShouldBe("Sign in again");
        await visitor.Open(Visitor.Hub + "/"); // turned away
        await visitor.Open(Sensitive);
        visitor.Heading.ShouldBe("Sign in again");
        await visitor.SignIn(email);
        visitor.Page.Url.ShouldBe(Sensitive);
        (await house.SessionsOf(email)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_once()
    {
        var house = (await visitors.On()).House;
        var answer = await house.Get(Sensitive);
        answer.Status.ShouldBe(303);
        Visitor.Query(new(answer["Location"]!)).ShouldNotContainKey("prompt");
    }

    /// <summary>Asks for the sensitive page, and follows no redirect.</summary>
    private static async Task<Answer> Ask(House house, Visitor visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Sensitive);
        request.Headers.Add("Cookie", $"tokenhouse-hub={visitor.Cookies["tokenhouse-hub"]}");
        using var response = await house.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
