using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>The second step of signing in.</summary>
[Trait("Category", "Security")]
public sealed class SecondFactorTests(Houses houses) : IClassFixture<Houses>
{
    private const string Step = "/account/second-factor";
    private const string Wrong = "That code is wrong or was already used. Wait for the next one, or use a recovery code.";

    [Theory, OnEachDatabase]
    public async Task The_password_alone_begins_no_session_and_the_code_leads_where_the_person_was_going(Database database)
    {
        var (house, email, app, _) = await Protected(database);
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account/sessions", email);
        visitor.Path.ShouldBe(Step);
        visitor.Cookies.Keys.ShouldNotContain("tokenhouse-session");
        (await house.SessionsOf(email)).ShouldBeEmpty();

        await visitor.Submit(Step, ("code", app.Code()));
        visitor.Path.ShouldBe("/account/sessions");
        (await house.SessionsOf(email)).Single().Methods.ShouldBe(["pwd", "otp"]);
        visitor.Cookies.Keys.ShouldNotContain("tokenhouse-second-step");
    }

    [Theory, OnEachDatabase]
    public async Task An_application_gets_its_code_after_both_steps(Database database)
    {
        var (house, email, app, _) = await Protected(database);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Link());
        await visitor.SignIn(email);
        visitor.Page.QuerySelector("main")!.TextContent.ShouldContain("to continue to Nordia ERP");
        visitor.Answer["Content-Security-Policy"]!.ShouldContain("form-action 'self' http://127.0.0.1:8400;");
        await visitor.Submit(Step, ("code", app.Wrong()));
        await visitor.Submit(Step, ("code", app.Code()));
        await visitor.Decide("agree");
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Theory, OnEachDatabase]
    public async Task A_code_is_accepted_once_and_so_is_none_before_it(Database database)
    {
        var (house, email, app, _) = await Protected(database);
        var ahead = app.Code(1); // a telephone whose clock is fast
        (await Try(house, email, ahead)).Path.ShouldBe("/account");
        foreach (var old in (string[])[ahead, app.Code(), app.Code(-1)])
        {
            var again = await Try(house, email, old);
            (again.Answer.Status, again.Notice).ShouldBe((400, Wrong));
        }
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Try(house, email, app.Code())).Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_code_sent_many_times_at_once_one_signs_in(Database database)
    {
        var (house, email, app, _) = await Protected(database);
        (await Race(house, email, app.Code())).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_recovery_code_sent_many_times_at_once_one_signs_in(Database database)
    {
        var (house, email, _, codes) = await Protected(database);
        (await Race(house, email, codes[0])).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task A_recovery_code_works_once_however_it_is_typed(Database database)
    {
        var (house, email, _, codes) = await Protected(database);
        (await Try(house, email, codes[0].ToLowerInvariant())).Path.ShouldBe("/account");
        (await Try(house, email, codes[0])).Answer.Status.ShouldBe(400);
        var visitor = await Try(house, email, codes[1].Replace("-", " ", StringComparison.Ordinal));
        visitor.Path.ShouldBe("/account");
        await visitor.Open(Visitor.Dc3 + "/account/two-factor");
        visitor.Page.QuerySelector("main")!.TextContent.ShouldContain("8 recovery codes are left.");
    }

    [Theory, OnEachDatabase]
    public async Task The_last_accepted_step_is_not_written_back_by_what_Identity_saves(Database database)
    {
        var (house, email, app, codes) = await Protected(database);
        (await Try(house, email, app.Code())).Path.ShouldBe("/account");
        var step = (await house.Account(email)).LastTotpStep;
        (await Try(house, email, codes[0])).Path.ShouldBe("/account");
        (await house.Account(email)).LastTotpStep.ShouldBe(step);
        step.ShouldBe(house.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
    }

    [Theory, OnEachDatabase]
    public async Task After_five_minutes_the_password_is_asked_for_again(Database database)
    {
        var (house, email, app, _) = await Protected(database);
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account/sessions", email);
        house.Clock.Advance(TimeSpan.FromMinutes(5));
        await visitor.Submit(Step, ("code", app.Code()));
        visitor.Path.ShouldBe("/account/sign-in");
        await visitor.SignIn(email);
        await visitor.Submit(Step, ("code", app.Code()));
        visitor.Path.ShouldBe("/account/sessions"); // it still knows where to
    }

    [Theory, OnEachDatabase]
    public async Task A_first_step_from_before_a_new_password_or_of_a_disabled_account_counts_no_more(Database database)
    {
        var (house, email, app, _) = await Protected(database);
        foreach (var change in (Func<Task>[])[() => Change(house, email, stamp: "new"), () => Change(house, email, disabled: true)])
        {
            var visitor = new Visitor(house);
            await visitor.SignInTo("/account", email);
            visitor.Path.ShouldBe(Step);
            await change();
            await visitor.Submit(Step, ("code", app.Code()));
            visitor.Path.ShouldBe("/account/sign-in");
        }
    }

    [Theory, OnEachDatabase]
    public async Task Without_a_first_step_or_with_an_altered_one_there_is_only_the_sign_in_page(Database database)
    {
        var house = await houses.On(database);
        foreach (var cookie in (string?[])[null, "nonsense", "CfDJ8" + new string('A', 200)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Visitor.Dc3 + Step));
            if (cookie is not null)
                request.Headers.Add("Cookie", "tokenhouse-second-step=" + cookie);
            using var response = await house.Http.SendAsync(request);
            response.Headers.Location.ShouldBe(new Uri(Visitor.Dc3 + "/account/sign-in?return=%2Faccount"));
        }
    }

    [Theory, OnEachDatabase]
    public async Task The_cookie_between_the_steps_is_out_of_reach_for_scripts_and_says_nothing(Database database)
    {
        var (house, email, _, _) = await Protected(database);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account/sign-in");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Visitor.Dc3 + "/account/sign-in"));
        request.Headers.Add("Cookie", string.Join("; ", visitor.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var token = visitor.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["form_token"] = token,
                ["email"] = email,
                ["password"] = Visitor.Password,
            }
        );
        using var response = await house.Http.SendAsync(request);
        var cookie = response
            .Headers.GetValues("Set-Cookie")
            .Single(header => header.StartsWith("tokenhouse-second-step", StringComparison.Ordinal));
        cookie.ShouldStartWith("tokenhouse-second-step=CfDJ8");
        cookie.ShouldEndWith("; path=/; samesite=lax; httponly");
        cookie.ShouldNotContain(email);
    }

    private async Task<(House House, string Email, AuthenticatorApp App, IReadOnlyList<string> Codes)> Protected(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        var (app, codes) = await house.SwitchOnTwoFactor(email);
        return (house, email, app, codes);
    }

    private static async Task<Visitor> Try(House house, string email, string code)
    {
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account", email);
        await visitor.Submit(Step, ("code", code));
        return visitor;
    }

    private static async Task<int> Race(House house, string email, string code)
    {
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account", email);
        var windows = await Task.WhenAll(
            Enumerable
                .Range(0, 5) // as many as one network may try
                .Select(async _ =>
                {
                    var window = visitor.Window();
                    await window.Open(Visitor.Dc3 + Step);
                    return window;
                })
        );
        await Task.WhenAll(windows.Select(window => window.Submit(Step, ("code", code))));
        return windows.Count(window => window.Path == "/account");
    }

    private static async Task Change(House house, string email, string? stamp = null, bool disabled = false)
    {
        await using var db = house.Db("dc3");
        var account = await db.Accounts.SingleAsync(row => row.Email == email);
        account.SecurityStamp = stamp ?? account.SecurityStamp;
        account.DisabledAt = disabled ? house.Clock.GetUtcNow() : null;
        await db.SaveChangesAsync();
    }
}
