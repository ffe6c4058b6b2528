using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SignIn;

/// <summary>Being signed in at the Hub: the same session as at the sign-in host, which begins and ends at both together.</summary>
[Trait("Category", "Security")]
public sealed class HubSessionTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Account = Visitor.Dc3 + "/account";
    private const string Hub = Visitor.Hub + "/";

    [Theory, OnEachDatabase]
    public async Task Signing_out_of_the_Hub_signs_out_everywhere_also_whoever_kept_the_cookies(Database database)
    {
        var visitor = await Entered(database);
        var thief = visitor.Window();
        await visitor.Submit("/sign-out");
        visitor.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?ticket=");
        visitor.Cookies.Keys.ShouldNotContain("tokenhouse-hub");
        await IsOut(thief);
        await IsOut(visitor);
    }

    [Theory, OnEachDatabase]
    public async Task Signing_out_at_the_sign_in_host_signs_out_of_the_Hub(Database database)
    {
        var visitor = await Entered(database);
        await visitor.Open(Account);
        await visitor.Submit("/account/sign-out");
        await IsOut(visitor);
    }

    [Theory, OnEachDatabase]
    public async Task A_session_that_is_ended_in_another_browser_is_over_at_the_Hub(Database database)
    {
        var house = (await visitors.On(database)).House;
        var email = await house.Person();
        var (visitor, other) = (new Visitor(house), new Visitor(house));
        await visitor.EnterHub(email);
        await other.SignInTo("/account/sessions", email);
        await other.Submit("/account/sessions/end-others");
        await IsOut(visitor);
    }

    [Theory, OnEachDatabase]
    public async Task A_new_sign_in_ends_what_the_Hub_had_of_the_one_before(Database database)
    {
        var visitor = await Entered(database);
        var before = visitor.Window();
        visitor.House.Clock.Advance(TimeSpan.FromSeconds(1));
        await visitor.Open(Visitor.Link("/connect/authorize", ("prompt", "login")));
        await visitor.SignIn((string?)visitor.Page.QuerySelector("#email")!.GetAttribute("value") ?? "");
        await before.Open(Hub);
        before.Page.Title!.ShouldStartWith("Sign in");
        await visitor.Open(Hub); // comes in again by the new session
        visitor.Page.Url.ShouldBe(Hub);
    }

    [Theory, OnEachDatabase]
    public async Task A_session_that_is_not_used_ends_after_two_hours_and_either_host_is_a_use(Database database)
    {
        var visitor = await Entered(database);
        var clock = visitor.House.Clock;
        foreach (var address in (string[])[Hub, Account, Hub, Account])
        {
            clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
            await visitor.Open(address);
            visitor.Page.Url.ShouldBe(address);
        }
        clock.Advance(TimeSpan.FromHours(2));
        await IsOut(visitor);
    }

    [Theory, OnEachDatabase]
    public async Task A_session_ends_after_twelve_hours_however_busy_the_Hub_is(Database database)
    {
        var visitor = await Entered(database);
        for (var i = 0; i < 12; i++)
        {
            await visitor.Open(Hub);
            visitor.Page.Url.ShouldBe(Hub);
            visitor.House.Clock.Advance(TimeSpan.FromHours(1));
        }
        await IsOut(visitor);
    }

    [Theory, OnEachDatabase]
    public async Task A_disabled_account_is_out_at_once(Database database)
    {
        var house = (await visitors.On(database)).House;
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        await house.Change(async db =>
            (await db.Accounts.SingleAsync(account => account.Email == email)).DisabledAt = house.Clock.GetUtcNow()
        );
        await IsOut(visitor);
    }

    [Theory, OnEachDatabase]
    public async Task Signing_out_takes_a_form_of_ours(Database database)
    {
        var visitor = await Entered(database);
        var stranger = await Entered(database);
        var foreign = stranger.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        foreach (var form in (string[])["", "forged", foreign])
        {
            var fields = new Dictionary<string, string> { ["form_token"] = form };
            await visitor.Go(new(HttpMethod.Post, new Uri(Visitor.Hub + "/sign-out")) { Content = new FormUrlEncodedContent(fields) });
            (visitor.Answer.Status, visitor.Heading).ShouldBe((400, "This form is no longer valid"));
        }
        await visitor.Open(Visitor.Hub + "/sign-out");
        visitor.Answer.Status.ShouldBe(405);
        await visitor.Open(Hub);
        visitor.Page.Url.ShouldBe(Hub);
    }

    [Theory]
    [OnEachDatabase("https://evil.example/")]
    [OnEachDatabase("//evil.example/")]
    [OnEachDatabase("/\\evil.example/")]
    [OnEachDatabase("/../evil")]
    [OnEachDatabase("/t/../../evil")]
    [OnEachDatabase("/t/..%2f")]
    [OnEachDatabase("/t//evil")]
    [OnEachDatabase("@evil.example")]
    [OnEachDatabase(".evil.example")]
    [OnEachDatabase("/t\n")]
    [OnEachDatabase("/t\r\nLocation: https://evil.example")]
    [OnEachDatabase("/t?a=<script>")]
    [OnEachDatabase("/t#https://evil.example")]
    [OnEachDatabase("/sign-in")]
    [OnEachDatabase("/sign-in/callback?code=x")]
    [OnEachDatabase("/sign-out")]
    [OnEachDatabase("/api/v1/tenants")]
    [OnEachDatabase("javascript:alert(1)")]
    [OnEachDatabase("")]
    public async Task Nobody_is_sent_anywhere_but_to_a_page_of_the_Hub(Database database, string path)
    {
        var visitor = await Entered(database);
        await visitor.Open($"{Visitor.Hub}/sign-in?return={Uri.EscapeDataString(path)}");
        (visitor.Answer.Status, visitor.Page.Url).ShouldBe((200, Hub));
    }

    [Theory]
    [OnEachDatabase("/t/nordia")]
    [OnEachDatabase("/t/nordia/credentials/live/dc3-x?page=2&sort=-name&q=a%20b")]
    [OnEachDatabase("/operator/tenants")]
    [OnEachDatabase("/sign-inside")]
    public async Task A_person_comes_back_to_the_page_that_they_wanted(Database database, string path)
    {
        var visitor = await Entered(database);
        await visitor.Open($"{Visitor.Hub}/sign-in?return={Uri.EscapeDataString(path)}");
        visitor.Page.Url.ShouldBe(Visitor.Hub + path);
    }

    [Theory, OnEachDatabase]
    public async Task A_page_to_come_back_to_has_at_most_400_characters(Database database)
    {
        var visitor = await Entered(database);
        foreach (var (length, path) in new[] { (400, "/" + new string('a', 399)), (401, "/") })
        {
            await visitor.Open($"{Visitor.Hub}/sign-in?return=/{new string('a', length - 1)}");
            visitor.Page.Url.ShouldBe(Visitor.Hub + path);
        }
    }

    private async Task<Visitor> Entered(Database database)
    {
        var house = (await visitors.On(database)).House;
        var visitor = new Visitor(house);
        await visitor.EnterHub(await house.Person());
        visitor.Page.Url.ShouldBe(Hub);
        return visitor;
    }

    private static async Task IsOut(Visitor visitor)
    {
        foreach (var address in (string[])[Hub, Account])
        {
            await visitor.Open(address);
            visitor.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?");
        }
    }
}
