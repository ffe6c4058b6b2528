using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.SignIn;

/// <summary>Being signed in at the Hub: the same session as at the sign-in host, which begins and ends at both together.</summary>
[Trait("Category", "Security")]
public sealed class HubSessionTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Account = Visitor.Dc3 + "/account";
    private const string Hub = Visitor.Hub + "/";

    [Fact]
    public async Task Signing_out_of_the_Hub_signs_out_everywhere_also_whoever_kept_the_cookies()
    {
        var visitor = await Entered();
        var thief = visitor.Window();
        await visitor.Submit("/sign-out");
        visitor.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?ticket=");
        visitor.Cookies.Keys.ShouldNotContain("tokenhouse-hub");
        await IsOut(thief);
        await IsOut(visitor);
    }

    [Fact]
    public async Task Signing_out_at_the_sign_in_host_signs_out_of_the_Hub()
    {
        var visitor = await Entered();
        await visitor.Open(Account);
        await visitor.Submit("/account/sign-out");
        await IsOut(visitor);
    }

    [Fact]
    public async Task A_session_that_is_ended_in_another_browser_is_over_at_the_Hub()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var (visitor, other) = (new Visitor(house), new Visitor(house));
        await visitor.EnterHub(email);
        await other.SignInTo("/account/sessions", email);
        await other.Submit("/account/sessions/end-others");
        await IsOut(visitor);
    }

    [Fact]
    public async Task A_new_sign_in_ends_what_the_Hub_had_of_the_one_before()
    {
        var visitor = await Entered();
        var before = visitor.Window();
        visitor.House.Clock.Advance(TimeSpan.FromSeconds(1));
        await visitor.Open(Visitor.Link("/connect/authorize", ("prompt", "login")));
        await visitor.SignIn((string?)visitor.Page.QuerySelector("#email")!.GetAttribute("value") ?? "");
        await before.Open(Hub);
        before.Page.Title!.ShouldStartWith("Sign in");
        await visitor.Open(Hub); // comes in again by the new session
        visitor.Page.Url.ShouldBe(Hub);
    }

    [Fact]
    public async Task A_session_that_is_not_used_ends_after_two_hours_and_either_host_is_a_use()
    {
        var visitor = await Entered();
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

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy_the_Hub_is()
    {
        var visitor = await Entered();
        for (var i = 0; i < 12; i++)
        {
            await visitor.Open(Hub);
            visitor.Page.Url.ShouldBe(Hub);
            visitor.House.Clock.Advance(TimeSpan.FromHours(1));
        }
        await IsOut(visitor);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once()
    {
        var house = (await visitors.On()).House;
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        await house.Change(async db =>
            (await db.Accounts.SingleAsync(account => account.Email == email)).DisabledAt = house.Clock.GetUtcNow()
        );
        await IsOut(visitor);
    }

    [Fact]
    public async Task Signing_out_takes_a_form_of_ours()
    {
        var visitor = await Entered();
        var stranger = await Entered();
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
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/../evil")]
    [InlineData("/t/../../evil")]
    [InlineData("/t/..%2f")]
    [InlineData("/t//evil")]
    [InlineData("@evil.example")]
    [InlineData(".evil.example")]
    [InlineData("/t\n")]
    [InlineData("/t\r\nLocation: https://evil.example")]
    [InlineData("/t?a=<script>")]
    [InlineData("/t#https://evil.example")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/callback?code=x")]
    [InlineData("/sign-out")]
    [InlineData("/api/v1/tenants")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Nobody_is_sent_anywhere_but_to_a_page_of_the_Hub(string path)
    {
        var visitor = await Entered();
        await visitor.Open($"{Visitor.Hub}/sign-in?return={Uri.EscapeDataString(path)}");
        (visitor.Answer.Status, visitor.Page.Url).ShouldBe((200, Hub));
    }

    [Theory]
    [InlineData("/t/nordia")]
    [InlineData("/t/nordia/credentials/live/dc3-x?page=2&sort=-name&q=a%20b")]
    [InlineData("/operator/tenants")]
    [InlineData("/sign-inside")]
    public async Task A_person_comes_back_to_the_page_that_they_wanted(string path)
    {
        var visitor = await Entered();
        await visitor.Open($"{Visitor.Hub}/sign-in?return={Uri.EscapeDataString(path)}");
        visitor.Page.Url.ShouldBe(Visitor.Hub + path);
    }

    [Fact]
    public async Task A_page_to_come_back_to_has_at_most_400_characters()
    {
        var visitor = await Entered();
        foreach (var (length, path) in new[] { (400, "/" + new string('a', 399)), (401, "/") })
        {
            await visitor.Open($"{Visitor.Hub}/sign-in?return=/{new string('a', length - 1)}");
            visitor.Page.Url.ShouldBe(Visitor.Hub + path);
        }
    }

    private async Task<Visitor> Entered()
    {
        var house = (await visitors.On()).House;
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
