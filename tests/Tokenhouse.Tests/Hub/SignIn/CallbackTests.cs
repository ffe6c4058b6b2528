using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SignIn;

/// <summary>Whatever does not fit ends on a page of the Hub, signs nobody in and spends nothing.</summary>
[Trait("Category", "Security")]
public sealed class CallbackTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string NotHere = "The sign-in wasn't started in this browser, or took longer than an hour.";
    private const string NotOurs = "The response didn't come from this Hub's sign-in.";
    private const string Late = "The response was already used or is too old, or you were signed out in the meantime.";

    [Theory]
    [InlineData("")]
    [InlineData("state=")]
    [InlineData("state=xyz")]
    [InlineData("state={state}&state={state}")]
    [InlineData("state={state}x")]
    public async Task A_state_that_was_not_sent_from_here_is_refused_and_the_right_one_still_works(string state)
    {
        var visitor = await Arrived((await visitors.On()).House);
        var (address, right) = (visitor.Left!, visitor.Response["state"]);
        var wrong = address
            .ToString()
            .Replace($"state={right}", state.Replace("{state}", right, StringComparison.Ordinal), StringComparison.Ordinal);
        await visitor.Open(wrong);
        Refused(visitor, NotHere);
        await visitor.Open(address.ToString());
        Entered(visitor);
    }

    [Fact]
    public async Task The_answer_is_for_the_browser_that_set_out()
    {
        var house = (await visitors.On()).House;
        var visitor = await Arrived(house);
        var stranger = new Visitor(house);
        await stranger.Open(visitor.Left!.ToString());
        Refused(stranger, NotHere);
        var other = await Arrived(house); // who set out too, for a sign-in of their own
        await other.Open(visitor.Left!.ToString());
        Refused(other, NotHere);
        await visitor.Open(visitor.Left!.ToString());
        Entered(visitor);
    }

    [Fact]
    public async Task Windows_that_set_out_at_once_all_come_back_to_their_pages()
    {
        var house = (await visitors.On()).House;
        var setOut = new Visitor(house) { StopsBefore = "/connect/authorize" };
        await setOut.Open(Visitor.Hub + "/t/nordia/log?outcome=all");
        var one = setOut.Left!;
        await setOut.Open(Visitor.Hub + "/t/nordia/people");
        var other = setOut.Left!;
        Visitor.Query(one)["state"].ShouldNotBe(Visitor.Query(other)["state"]);
        Visitor.Query(one)["code_challenge"].ShouldNotBe(Visitor.Query(other)["code_challenge"]);

        var visitor = setOut.Window();
        await visitor.Open(one.ToString());
        await visitor.SignIn(await house.Member(Arrange.Nordia, Tokenhouse.Server.Data.Entities.Role.Reader));
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/nordia/log?outcome=all");
        await visitor.Open(other.ToString());
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/nordia/people");
    }

    [Fact]
    public async Task The_code_of_one_window_does_not_come_back_with_the_state_of_another()
    {
        var house = (await visitors.On()).House;
        var visitor = await Arrived(house);
        var answer = visitor.Left!.ToString();
        var twin = visitor.Window();
        var other = new Visitor(house) { StopsBefore = "/connect/authorize" };
        foreach (var (name, value) in twin.Cookies)
            other.Take(new(Visitor.Hub), $"{name}={value}");
        await other.Open(Visitor.Hub + "/"); // the same browser sets out again
        var state = Visitor.Query(other.Left!)["state"];
        await visitor.Open(answer.Replace(visitor.Response["state"], state, StringComparison.Ordinal));
        Refused(visitor, Late);
        await visitor.Open(answer);
        Entered(visitor);
    }

    [Fact]
    public async Task A_code_that_another_browser_asked_for_is_refused_and_not_spent()
    {
        var house = (await visitors.On()).House;
        var (visitor, victim) = (await Arrived(house), await Arrived(house));
        var answer = visitor.Left!.ToString();
        await visitor.Open(answer.Replace(visitor.Response["code"], victim.Response["code"], StringComparison.Ordinal));
        Refused(visitor, Late);
        await victim.Open(victim.Left!.ToString());
        Entered(victim);
    }

    [Theory]
    [InlineData([null])]
    [InlineData("")]
    [InlineData("http://login.dc2.localhost:5080")]
    [InlineData("http://loginuat.dc3.localhost:5080")]
    [InlineData("http://login.dc3.localhost:5080/")]
    [InlineData("https://evil.example")]
    public async Task An_answer_of_another_issuer_is_refused(string? issuer)
    {
        var visitor = await Arrived((await visitors.On()).House);
        var right = $"iss={Uri.EscapeDataString(Visitor.Dc3)}";
        visitor.Left!.ToString().ShouldContain(right);
        await visitor.Open(
            visitor.Left!.ToString().Replace(right, issuer is null ? "" : $"iss={Uri.EscapeDataString(issuer)}", StringComparison.Ordinal)
        );
        Refused(visitor, NotOurs);
    }

    [Theory]
    [InlineData("error=access_denied")]
    [InlineData("error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("error=")]
    public async Task An_error_is_said_in_a_sentence_of_ours(string error)
    {
        var visitor = await Arrived((await visitors.On()).House);
        await visitor.Open($"{visitor.Left}&{error}");
        Refused(visitor, "The sign-in was refused. If it keeps happening, tell the operator.");
        visitor.Answer.Body.ShouldNotContain("alert");
    }

    [Theory]
    [InlineData("code=")]
    [InlineData("code=xyz")]
    [InlineData("code={code}&code={code}")]
    [InlineData("")]
    public async Task A_code_that_was_never_issued_is_refused(string code)
    {
        var visitor = await Arrived((await visitors.On()).House);
        var right = visitor.Response["code"];
        await visitor.Open(
            visitor
                .Left!.ToString()
                .Replace($"code={right}", code.Replace("{code}", right, StringComparison.Ordinal), StringComparison.Ordinal)
        );
        Refused(visitor, Late);
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_first_use_stays()
    {
        var visitor = await Arrived((await visitors.On()).House);
        var (address, twin) = (visitor.Left!.ToString(), visitor.Window()); // with the same cookies
        await visitor.Open(address);
        Entered(visitor);
        await twin.Open(address);
        Refused(twin, Late);
        await visitor.Open(address); // as when the page is loaded again
        visitor.Heading.ShouldBe("You aren't signed in");
        await visitor.Open(Visitor.Hub + "/");
        Entered(visitor);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_let_in()
    {
        var visitor = await Arrived((await visitors.On()).House);
        var address = visitor.Left!.ToString();
        var windows = Enumerable.Range(0, Counts.Of(10, 100)).Select(_ => visitor.Window()).ToList();
        await Task.WhenAll(windows.Select(window => window.Open(address)));
        windows.Count(window => window.Answer.Status == 200).ShouldBe(1);
        windows.Count(window => window.Cookies.ContainsKey("tokenhouse-hub")).ShouldBe(1);
    }

    [Fact]
    public async Task A_code_lives_a_minute()
    {
        var house = (await visitors.On()).House;
        var visitor = await Arrived(house);
        house.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromMilliseconds(1));
        await visitor.Open(visitor.Left!.ToString());
        Entered(visitor);
        visitor = await Arrived(house);
        house.Clock.Advance(TimeSpan.FromSeconds(60));
        await visitor.Open(visitor.Left!.ToString());
        Refused(visitor, Late);
    }

    [Fact]
    public async Task A_person_may_take_an_hour_to_sign_in()
    {
        var house = (await visitors.On()).House;
        Entered(await CameBackAfter(house, TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1)));
        Refused(await CameBackAfter(house, TimeSpan.FromHours(1)), NotHere);
    }

    [Fact]
    public async Task A_code_of_another_client_is_refused_and_stays_good_for_it()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = await Arrived(house, email);
        var integrator = new Integrator(house);
        var own = new Visitor(house);
        await own.Authorize(integrator.Link(), email);
        var answer = visitor.Left!.ToString();
        await visitor.Open(answer.Replace(visitor.Response["code"], own.Response["code"], StringComparison.Ordinal));
        Refused(visitor, Late);
        (await integrator.Redeem(own.Response["code"])).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_session_that_ended_meanwhile_is_not_carried_over()
    {
        var house = (await visitors.On()).House;
        var visitor = await Arrived(house);
        var answer = visitor.Left!.ToString();
        await visitor.Open(Visitor.Dc3 + "/account");
        await visitor.Submit("/account/sign-out");
        await visitor.Open(answer);
        Refused(visitor, Late);
    }

    [Fact]
    public async Task An_account_that_was_disabled_meanwhile_is_not_let_in()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = await Arrived(house, email);
        await house.Change(async db =>
            (await db.Accounts.SingleAsync(account => account.Email == email)).DisabledAt = house.Clock.GetUtcNow()
        );
        await visitor.Open(visitor.Left!.ToString());
        Refused(visitor, Late);
    }

    /// <summary>Somebody who set out, and only later went on to the sign-in host.</summary>
    private static async Task<Visitor> CameBackAfter(House house, TimeSpan time)
    {
        var visitor = new Visitor(house) { StopsBefore = "/connect/authorize" };
        await visitor.Open(Visitor.Hub + "/");
        house.Clock.Advance(time);
        var later = visitor.Window();
        await later.Open(visitor.Left!.ToString());
        await later.SignIn(await house.Person());
        return later;
    }

    /// <summary>Somebody who signed in, and is about to come back to the Hub.</summary>
    private static async Task<Visitor> Arrived(House house, string? email = null)
    {
        var visitor = new Visitor(house) { StopsBefore = "/sign-in/callback" };
        await visitor.EnterHub(email ?? await house.Person());
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
        return visitor;
    }

    private static void Entered(Visitor visitor)
    {
        (visitor.Answer.Status, visitor.Page.Url).ShouldBe((200, Visitor.Hub + "/"), visitor.Answer.Body);
        visitor.Cookies.Keys.ShouldContain("tokenhouse-hub");
    }

    private static void Refused(Visitor visitor, string why)
    {
        (visitor.Answer.Status, visitor.Heading).ShouldBe((400, "You aren't signed in"));
        visitor.Page.QuerySelector("main p")!.TextContent.ShouldBe($"{why} Nothing was changed. Sign in again.");
        visitor.Page.QuerySelector("main a")!.GetAttribute("href").ShouldBe("/sign-in");
        visitor.Cookies.Keys.ShouldNotContain("tokenhouse-hub");
    }
}
