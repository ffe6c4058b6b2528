using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Forgotten passwords and unconfirmed addresses: links in mails that work once, and for an hour.</summary>
[Trait("Category", "Security")]
public sealed class MailLinkTests(Houses houses) : IClassFixture<Houses>
{
    private const string Forgot = "/account/forgot";
    private const string Reset = "/account/reset";
    private const string Confirm = "/account/confirm";
    private const string New = "a new and long password";

    [Theory, OnEachDatabase]
    public async Task A_forgotten_password_is_replaced_by_a_link_and_all_sessions_end(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        var before = new Visitor(house);
        await before.SignInTo("/account", email);
        var stamp = (await house.Account(email)).SecurityStamp;

        var link = await Ask(house, email);
        link.ShouldStartWith(Visitor.Dc3 + Reset + "?link=");
        var visitor = new Visitor(house);
        await visitor.Open(link);
        visitor.Heading.ShouldBe("Choose a new password");
        await visitor.Submit(Reset, ("password", New), ("again", New));
        (visitor.Path, visitor.Notice).ShouldBe(
            ("/account/sign-in", "Your new password is set. You were signed out everywhere. Sign in with the new password.")
        );
        (await house.SessionsOf(email)).ShouldBeEmpty();
        (await house.Account(email)).SecurityStamp.ShouldNotBe(stamp);
        await before.Open(Visitor.Dc3 + "/account");
        before.Path.ShouldBe("/account/sign-in");

        await visitor.SignIn(email);
        visitor.Answer.Status.ShouldBe(400);
        await visitor.SignIn(email, New);
        visitor.Path.ShouldBe("/account");
        (await Outbox.Wait(house, email, 2)).ShouldContain(text => text.Contains("was reset", StringComparison.Ordinal));
    }

    [Theory, OnEachDatabase]
    public async Task Who_is_signed_in_can_use_the_link_too(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account", email);
        await visitor.Open(await Ask(house, email));
        await visitor.Submit(Reset, ("password", New), ("again", New));
        (visitor.Path, visitor.Answer.Status).ShouldBe(("/account/sign-in", 200));
    }

    [Theory, OnEachDatabase]
    public async Task Every_mail_address_that_can_exist_can_get_a_new_password(Database database)
    {
        var house = await houses.On(database);
        foreach (var email in (string[])["o'brien@nordia.example", "a/b=c!d#e%f&g@nordia.example", "j\u00fcrgen@nordia.example"])
        {
            await house.Person(account =>
            {
                (account.Email, account.UserName) = (email, email);
                (account.NormalizedEmail, account.NormalizedUserName) = (email.ToUpperInvariant(), email.ToUpperInvariant());
            });
            var id = (await house.Account(email)).Id;
            await using var scope = house.Services("dc3").CreateAsyncScope();
            var passwords = scope.ServiceProvider.GetRequiredService<Server.Accounts.NewPasswords>();
            (await passwords.Change(id, New, from: null, Guid.Empty)).ShouldBeTrue(email);
        }
    }

    [Theory, OnEachDatabase]
    public async Task Looking_at_a_link_spends_nothing_and_using_it_spends_it(Database database)
    {
        var house = await houses.On(database);
        var link = await Ask(house, await house.Person());
        var visitor = new Visitor(house);
        for (var i = 0; i < 3; i++)
            await visitor.Open(link);
        var second = visitor.Window();
        await second.Open(link);
        await visitor.Submit(Reset, ("password", New), ("again", New));
        visitor.Path.ShouldBe("/account/sign-in");
        await second.Submit(Reset, ("password", New + "!"), ("again", New + "!"));
        (second.Answer.Status, second.Heading).ShouldBe((400, "This link is no longer valid"));
        await second.Open(link);
        (second.Answer.Status, second.Heading).ShouldBe((400, "This link is no longer valid"));
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_link_used_many_times_at_once_one_sets_its_password(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        var link = await Ask(house, email);
        var attempts = await Task.WhenAll(
            Enumerable
                .Range(0, Counts.Of(8, 50))
                .Select(async number =>
                {
                    var visitor = new Visitor(house);
                    await visitor.Open(link);
                    if (visitor.Path == Reset && visitor.Answer.Status == 200)
                        await visitor.Submit(Reset, ("password", $"{New} {number}"), ("again", $"{New} {number}"));
                    return (number, Won: visitor.Path == "/account/sign-in");
                })
        );
        var winner = attempts.Single(attempt => attempt.Won).number;
        var check = new Visitor(house);
        await check.Open(Visitor.Dc3 + "/account");
        await check.SignIn(email, $"{New} {winner}");
        check.Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task A_link_ends_after_an_hour_and_with_every_new_password(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        var first = await Ask(house, email);
        await Ask(house, email);
        await Outbox.Wait(house, email, 2);
        var other = Outbox.To(house, email).Select(Link).Distinct().Single(link => link != first);
        var visitor = new Visitor(house);
        await visitor.Open(other);
        await visitor.Submit(Reset, ("password", New), ("again", New));
        await visitor.Open(first);
        visitor.Answer.Status.ShouldBe(400);

        var late = await house.Person();
        var link = await Ask(house, late);
        house.Clock.Advance(TimeSpan.FromMinutes(60));
        await visitor.Open(link);
        (visitor.Answer.Status, visitor.Heading).ShouldBe((400, "This link is no longer valid"));
        visitor.Page.QuerySelector("main a")!.GetAttribute("href").ShouldBe(Visitor.Dc3 + Forgot);
    }

    [Theory, OnEachDatabase]
    public async Task A_link_is_kept_as_a_hash_and_serves_its_own_purpose_only(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person(account => account.EmailConfirmed = false);
        var link = await Ask(house, email);
        var value = link[^43..];
        var id = (await house.Account(email)).Id;
        await using var db = house.Db("dc3");
        var row = await db.Links.AsNoTracking().SingleAsync(candidate => candidate.AccountId == id);
        row.Hash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(value)));

        var visitor = new Visitor(house);
        foreach (var wrong in (string[])["", "x", value[..42], value + "A", value.ToUpperInvariant() + "é"])
        {
            await visitor.Open($"{Visitor.Dc3}{Reset}?link={Uri.EscapeDataString(wrong)}");
            visitor.Answer.Status.ShouldBe(400);
        }
        await visitor.Open($"{Visitor.Dc3}{Confirm}?link={value}");
        visitor.Answer.Status.ShouldBe(400);
        (await house.Account(email)).EmailConfirmed.ShouldBeFalse();
    }

    [Theory, OnEachDatabase]
    public async Task A_password_that_will_not_do_is_explained_and_spends_nothing(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.Open(await Ask(house, email));
        foreach (
            var (password, again, fault) in ((string, string, string)[])
                [
                    ("short", "short", "Choose a password of at least 10 characters."),
                    (new string('p', 201), new string('p', 201), "Choose a password of at most 200 characters."),
                    (email.ToUpperInvariant(), email.ToUpperInvariant(), "Choose a password that isn't your email address."),
                    (New, New + "!", "The passwords don't match. Enter the same one twice."),
                ]
        )
        {
            await visitor.Submit(Reset, ("password", password), ("again", again));
            (visitor.Answer.Status, visitor.Notice).ShouldBe((400, fault));
        }
        await visitor.Submit(Reset, ("password", New), ("again", New));
        visitor.Path.ShouldBe("/account/sign-in");
    }

    [Theory, OnEachDatabase]
    public async Task An_unknown_address_a_known_one_and_a_disabled_account_get_the_same_answer(Database database)
    {
        var house = await houses.On(database);
        var known = await house.Person();
        var disabled = await house.Person(account => account.DisabledAt = house.Clock.GetUtcNow());
        var answers = new List<string>();
        foreach (var email in (string[])["nobody@nordia.example", disabled, known])
        {
            var visitor = new Visitor(house);
            await visitor.Open(Visitor.Dc3 + Forgot);
            await visitor.Submit(Forgot, ("email", email));
            visitor.Notice.ShouldBe(
                "If there is an account with that email address, we sent an email to it. Open the link in it within an hour."
            );
            answers.Add(Changing.Named(visitor.Answer));
        }
        answers.Distinct().ShouldHaveSingleItem();
        await Outbox.Wait(house, known); // they are written one after the other
        Outbox.To(house, "nobody@nordia.example").ShouldBeEmpty();
        Outbox.To(house, disabled).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task Nobody_fills_a_mailbox_and_no_network_tries_addresses_without_end(Database database)
    {
        await using var house = await House.Start(
            new HousePlan(database) { Run = ["dc3"], Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"] }
        );
        var email = await house.Person();
        for (var i = 0; i < 7; i++)
        {
            var visitor = new Visitor(house) { Address = $"203.0.113.{i}" };
            await visitor.Open(Visitor.Dc3 + Forgot);
            await visitor.Submit(Forgot, ("email", email));
            visitor.Answer.Status.ShouldBe(200);
        }
        var canary = await house.Person();
        await Ask(house, canary);
        Outbox.To(house, email).Count.ShouldBe(5);

        var insistent = new Visitor(house) { Address = "198.51.100.1" };
        await insistent.Open(Visitor.Dc3 + Forgot);
        for (var i = 0; i < 5; i++)
            await insistent.Submit(Forgot, ("email", email));
        insistent.Answer.Status.ShouldBe(200);
        await insistent.Submit(Forgot, ("email", email));
        (insistent.Answer.Status, insistent.Answer["Retry-After"]).ShouldBe((429, "900"));
    }

    [Theory, OnEachDatabase]
    public async Task Nonsense_in_place_of_an_address_is_explained(Database database)
    {
        var house = await houses.On(database);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + Forgot);
        foreach (var email in (string[])["", "ada", new string('a', 250) + "@x.example"])
        {
            await visitor.Submit(Forgot, ("email", email));
            (visitor.Answer.Status, visitor.Notice).ShouldBe((400, "Enter your email address."));
        }
    }

    [Theory, OnEachDatabase]
    public async Task The_host_of_a_request_has_no_way_into_a_mail(Database database)
    {
        await using var house = await House.Start(
            new HousePlan(database)
            {
                Run = ["dc3"],
                Settings = ["--Tokenhouse:Datacentres:dc3:Sites:LIVE:Aliases:0", "old.localhost", "--Tokenhouse:Proxies:0", "127.0.0.0/8"],
            }
        );
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.Open("http://old.localhost:5080" + Forgot);
        await visitor.Submit(Forgot, ("email", email));
        (await Outbox.Link(house, email)).ShouldStartWith(Visitor.Dc3 + "/account/reset?link=");
        Outbox.To(house, email).Single().ShouldNotContain("old.localhost");
    }

    [Theory, OnEachDatabase]
    public async Task A_mail_address_is_confirmed_by_a_button_behind_the_link(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person(account => account.EmailConfirmed = false);
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account/security", email);
        visitor.Page.QuerySelector(".badge-uat")!.TextContent.ShouldBe("Not confirmed");
        await visitor.Submit("/account/security/confirm-mail");
        visitor.Notice.ShouldBe("We sent you an email. Open the link in it within an hour.");
        var link = await Outbox.Link(house, email);
        link.ShouldStartWith(Visitor.Dc3 + Confirm + "?link=");

        var elsewhere = new Visitor(house); // on the telephone, where nobody is signed in
        await elsewhere.Open(link);
        await elsewhere.Open(link);
        (await house.Account(email)).EmailConfirmed.ShouldBeFalse();
        var window = elsewhere.Window();
        await window.Open(link);
        await elsewhere.Submit(Confirm);
        elsewhere.Heading.ShouldBe("Your email address is confirmed");
        (await house.Account(email)).EmailConfirmed.ShouldBeTrue();
        await window.Submit(Confirm);
        (window.Answer.Status, window.Heading).ShouldBe((400, "This link is no longer valid"));

        await visitor.Open(Visitor.Dc3 + "/account/security");
        visitor.Page.QuerySelector(".badge-live")!.TextContent.ShouldBe("Confirmed");
        visitor.Page.QuerySelector("form[action$=confirm-mail]").ShouldBeNull();
    }

    [Theory, OnEachDatabase]
    public async Task A_new_password_by_mail_does_not_pass_the_second_factor_and_lifts_the_own_throttling(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        await house.SwitchOnTwoFactor(email);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account");
        for (var i = 0; i < 6; i++)
            await visitor.SignIn(email, "forgotten");
        visitor.Answer.Status.ShouldBe(429);
        await visitor.Open(await Ask(house, email));
        await visitor.Submit(Reset, ("password", New), ("again", New));
        await visitor.SignIn(email, New);
        visitor.Path.ShouldBe("/account/second-factor");
    }

    private static async Task<string> Ask(House house, string email)
    {
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + Forgot);
        await visitor.Submit(Forgot, ("email", email));
        visitor.Answer.Status.ShouldBe(200);
        return await Outbox.Link(house, email);
    }

    private static string Link(string mail) => mail.Split("\r\n").Single(line => line.Contains("?link=", StringComparison.Ordinal)).Trim();
}
