using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SignIn;

/// <summary>The Hub's code is for the Hub: no token is ever made of it. And a code that shows a fresh sign-in shows one.</summary>
[Trait("Category", "Security")]
public sealed class HubCodeTests(Visitors visitors) : IClassFixture<Visitors>
{
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
            (400, """{"error":"unauthorized_client","error_description":"This client may not use the grant type authorization_code."}""")
        );
        foreach (var grant in (string[])["client_credentials", "refresh_token"])
            (await house.Token(Visitor.Dc3, [("grant_type", grant), ("client_id", "hub"), ("refresh_token", "x")])).Status.ShouldBe(400);
    }

    [Fact]
    public async Task What_is_sensitive_asks_again_five_minutes_after_the_sign_in()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        house.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        (await EnterFresh(house, visitor)).Person!.Account.Email.ShouldBe(email);
        house.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var (person, location) = await EnterFresh(house, visitor);
        person.ShouldBeNull();
        var asked = Visitor.Query(new(location!));
        (asked["prompt"], asked["client_id"]).ShouldBe(("login", "hub"));
    }

    [Fact]
    public async Task Who_signs_in_again_comes_back_fresh_to_the_page_and_who_does_not_stays_as_they_were()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        house.Clock.Advance(TimeSpan.FromMinutes(6));

        await visitor.Open(Visitor.Hub + "/");
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/"); // nothing sensitive
        await Again(house, visitor);
        visitor.Heading.ShouldBe("Sign in again");
        await visitor.Open(Visitor.Hub + "/"); // turned away
        (await EnterFresh(house, visitor)).Person.ShouldBeNull();
        await Again(house, visitor);
        await visitor.SignIn(email);
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/nordia/credentials");
        (await EnterFresh(house, visitor)).Person.ShouldNotBeNull();
        (await house.SessionsOf(email)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_once()
    {
        var house = (await visitors.On()).House;
        var (person, location) = await EnterFresh(house, new Visitor(house));
        person.ShouldBeNull();
        Visitor.Query(new(location!)).ShouldNotContainKey("prompt");
    }

    /// <summary>Goes where the gate sends the browser, with the cookie that it sets.</summary>
    private static async Task Again(House house, Visitor visitor)
    {
        var http = Request(house, visitor);
        await house.Services("dc3").GetRequiredService<HubGate>().EnterFresh(http, "/t/nordia/credentials");
        visitor.Take(new(Visitor.Hub), http.Response.Headers.SetCookie.Single()!);
        await visitor.Open(http.Response.Headers.Location.ToString());
    }

    private static async Task<(SignedIn? Person, string? Location)> EnterFresh(House house, Visitor visitor)
    {
        var http = Request(house, visitor);
        var person = await house.Services("dc3").GetRequiredService<HubGate>().EnterFresh(http, "/t/nordia/credentials");
        return (person, http.Response.Headers.Location);
    }

    private static DefaultHttpContext Request(House house, Visitor visitor)
    {
        var http = new DefaultHttpContext { RequestServices = house.Services("dc3") };
        http.Request.Headers.Cookie = $"tokenhouse-hub={visitor.Cookies.GetValueOrDefault("tokenhouse-hub")}";
        return http;
    }
}
