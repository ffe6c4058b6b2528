using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Forgotten passwords and unconfirmed addresses: links in mails that work once, and for an hour.</summary>
[Trait("Category", "Security")]
[Collection<AccountServers>]
public sealed class MailLinkTests(TestServers servers)
{
    private const string Forgot = "/account/forgot";
    private const string Reset = "/account/reset";
    private const string Confirm = "/account/confirm";
    private const string New = "a new and long password";

    [Theory, OnEachDatabase]
    public async Task A_forgotten_password_is_replaced_by_a_link_and_all_sessions_end(Database database)
    {
        var server = await servers.On(database);
        var email = await server.Person();
        var before = new BrowserSession(server);
        await before.SignInTo("/account", email);
        var stamp = (await server.Account(email)).SecurityStamp;

        var link = await Ask(server, email);
        link.ShouldStartWith(BrowserSession.Dc3 + Reset + "?link=");
        var session = new BrowserSession(server);
        await session.Open(link);
        session.Heading.ShouldBe("Choose a new password");
        await session.Submit(Reset, ("password", New), ("again", New));
        (session.Path, session.Notice).ShouldBe(
            ("/account/sign-in", "Your new password is set. You were signed out everywhere. Sign in with the new password.")
        );
        (await server.SessionsOf(email)).ShouldBeEmpty();
        (await server.Account(email)).SecurityStamp.ShouldNotBe(stamp);
        await before.Open(BrowserSession.Dc3 + "/account");
        before.Path.ShouldBe("/account/sign-in");

        await session.SignIn(email);
        session.Answer.Status.ShouldBe(400);
        await session.SignIn(email, New);
        session.Path.ShouldBe("/account");
        (await SentEmails.Wait(server, email, 2)).ShouldContain(text => text.Contains("was reset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_signed_in_can_use_the_link_too()
    {
        var server = await servers.On();
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.SignInTo("/account", email);
        await session.Open(await Ask(server, email));
        await session.Submit(Reset, ("password", New), ("again", New));
        (session.Path, session.Answer.Status).ShouldBe(("/account/sign-in", 200));
    }

    [Theory, OnEachDatabase]
    public async Task Every_mail_address_that_can_exist_can_get_a_new_password(Database database)
    {
        var server = await servers.On(database);
        foreach (var email in (string[])["o'brien@nordia.example", "a/b=c!d#e%f&g@nordia.example", "j\u00fcrgen@nordia.example"])
        {
            await server.Person(account =>
            {
                (account.Email, account.UserName) = (email, email);
                (account.NormalizedEmail, account.NormalizedUserName) = (email.ToUpperInvariant(), email.ToUpperInvariant());
            });
            var id = (await server.Account(email)).Id;
            await using var scope = server.Services("dc3").CreateAsyncScope();
            var passwords = scope.ServiceProvider.GetRequiredService<PasswordChanges>();
            (await passwords.Change(id, New, from: null, Guid.Empty)).ShouldBeTrue(email);
        }
    }

    [Theory, OnEachDatabase]
    public async Task Looking_at_a_link_spends_nothing_and_using_it_spends_it(Database database)
    {
        var server = await servers.On(database);
        var link = await Ask(server, await server.Person());
        var session = new BrowserSession(server);
        for (var i = 0; i < 3; i++)
            await session.Open(link);
        var second = session.Window();
        await second.Open(link);
        await session.Submit(Reset, ("password", New), ("again", New));
        session.Path.ShouldBe("/account/sign-in");
        await second.Submit(Reset, ("password", New + "!"), ("again", New + "!"));
        (second.Answer.Status, second.Heading).ShouldBe((400, "This link is no longer valid"));
        await second.Open(link);
        (second.Answer.Status, second.Heading).ShouldBe((400, "This link is no longer valid"));
    }

    [Theory, OnEachDatabase]
    public async Task Of_one_link_used_many_times_at_once_one_sets_its_password(Database database)
    {
        var server = await servers.On(database);
        var email = await server.Person();
        var link = await Ask(server, email);
        var attempts = await Task.WhenAll(
            Enumerable
                .Range(0, Iterations.Of(8, 50))
                .Select(async number =>
                {
                    var session = new BrowserSession(server);
                    await session.Open(link);
                    if (session.Path == Reset && session.Answer.Status == 200)
                        await session.Submit(Reset, ("password", $"{New} {number}"), ("again", $"{New} {number}"));
                    return (number, Won: session.Path == "/account/sign-in");
                })
        );
        var winner = attempts.Single(attempt => attempt.Won).number;
        var check = new BrowserSession(server);
        await check.Open(BrowserSession.Dc3 + "/account");
        await check.SignIn(email, $"{New} {winner}");
        check.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task A_link_ends_after_an_hour_and_with_every_new_password()
    {
        var server = await servers.On();
        var email = await server.Person();
        var first = await Ask(server, email);
        await Ask(server, email);
        await SentEmails.Wait(server, email, 2);
        var other = SentEmails.To(server, email).Select(Link).Distinct().Single(link => link != first);
        var session = new BrowserSession(server);
        await session.Open(other);
        await session.Submit(Reset, ("password", New), ("again", New));
        await session.Open(first);
        session.Answer.Status.ShouldBe(400);

        var late = await server.Person();
        var link = await Ask(server, late);
        server.Clock.Advance(TimeSpan.FromMinutes(60));
        await session.Open(link);
        (session.Answer.Status, session.Heading).ShouldBe((400, "This link is no longer valid"));
        session.Page.QuerySelector("main a")!.GetAttribute("href").ShouldBe(BrowserSession.Dc3 + Forgot);
    }

    [Fact]
    public async Task A_link_is_kept_as_a_hash_and_serves_its_own_purpose_only()
    {
        var server = await servers.On();
        var email = await server.Person(account => account.EmailConfirmed = false);
        var link = await Ask(server, email);
        var value = link[^43..];
        var id = (await server.Account(email)).Id;
        await using var db = server.Db("dc3");
        var row = await db.Links.AsNoTracking().SingleAsync(candidate => candidate.AccountId == id);
        row.Hash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(value)));

        var session = new BrowserSession(server);
        foreach (var wrong in (string[])["", "x", value[..42], value + "A", value.ToUpperInvariant() + "é"])
        {
            await session.Open($"{BrowserSession.Dc3}{Reset}?link={Uri.EscapeDataString(wrong)}");
            session.Answer.Status.ShouldBe(400);
        }
        await session.Open($"{BrowserSession.Dc3}{Confirm}?link={value}");
        session.Answer.Status.ShouldBe(400);
        (await server.Account(email)).EmailConfirmed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_password_that_will_not_do_is_explained_and_spends_nothing()
    {
        var server = await servers.On();
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.Open(await Ask(server, email));
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
            await session.Submit(Reset, ("password", password), ("again", again));
            (session.Answer.Status, session.Notice).ShouldBe((400, fault));
        }
        await session.Submit(Reset, ("password", New), ("again", New));
        session.Path.ShouldBe("/account/sign-in");
    }

    [Fact]
    public async Task An_unknown_address_a_known_one_and_a_disabled_account_get_the_same_answer()
    {
        var server = await servers.On();
        var known = await server.Person();
        var disabled = await server.Person(account => account.DisabledAt = server.Clock.GetUtcNow());
        var answers = new List<string>();
        foreach (var email in (string[])["nobody@nordia.example", disabled, known])
        {
            var session = new BrowserSession(server);
            await session.Open(BrowserSession.Dc3 + Forgot);
            await session.Submit(Forgot, ("email", email));
            session.Notice.ShouldBe(
                "If there is an account with that email address, we sent an email to it. Open the link in it within an hour."
            );
            answers.Add(VolatileParts.Named(session.Answer));
        }
        answers.Distinct().ShouldHaveSingleItem();
        await SentEmails.Wait(server, known); // they are written one after the other
        SentEmails.To(server, "nobody@nordia.example").ShouldBeEmpty();
        SentEmails.To(server, disabled).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_fills_a_mailbox_and_no_network_tries_addresses_without_end()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"] }
        );
        var email = await server.Person();
        for (var i = 0; i < 7; i++)
        {
            var session = new BrowserSession(server) { Address = $"203.0.113.{i}" };
            await session.Open(BrowserSession.Dc3 + Forgot);
            await session.Submit(Forgot, ("email", email));
            session.Answer.Status.ShouldBe(200);
        }
        var canary = await server.Person();
        await Ask(server, canary);
        SentEmails.To(server, email).Count.ShouldBe(5);

        var insistent = new BrowserSession(server) { Address = "198.51.100.1" };
        await insistent.Open(BrowserSession.Dc3 + Forgot);
        for (var i = 0; i < 5; i++)
            await insistent.Submit(Forgot, ("email", email));
        insistent.Answer.Status.ShouldBe(200);
        await insistent.Submit(Forgot, ("email", email));
        (insistent.Answer.Status, insistent.Answer["Retry-After"]).ShouldBe((429, "900"));
    }

    [Fact]
    public async Task Nonsense_in_place_of_an_address_is_explained()
    {
        var server = await servers.On();
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + Forgot);
        foreach (var email in (string[])["", "ada", new string('a', 250) + "@x.example"])
        {
            await session.Submit(Forgot, ("email", email));
            (session.Answer.Status, session.Notice).ShouldBe((400, "Enter your email address."));
        }
    }

    [Fact]
    public async Task The_host_of_a_request_has_no_way_into_a_mail()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings = ["--Tokenhouse:Datacentres:dc3:Sites:LIVE:Aliases:0", "old.localhost", "--Tokenhouse:Proxies:0", "127.0.0.0/8"],
            }
        );
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.Open("http://old.localhost:5080" + Forgot);
        await session.Submit(Forgot, ("email", email));
        (await SentEmails.Link(server, email)).ShouldStartWith(BrowserSession.Dc3 + "/account/reset?link=");
        SentEmails.To(server, email).Single().ShouldNotContain("old.localhost");
    }

    [Fact]
    public async Task A_mail_address_is_confirmed_by_a_button_behind_the_link()
    {
        var server = await servers.On();
        var email = await server.Person(account => account.EmailConfirmed = false);
        var session = new BrowserSession(server);
        await session.SignInTo("/account/security", email);
        session.Page.QuerySelector(".badge-uat")!.TextContent.ShouldBe("Not confirmed");
        await session.Submit("/account/security/confirm-mail");
        session.Notice.ShouldBe("We sent you an email. Open the link in it within an hour.");
        var link = await SentEmails.Link(server, email);
        link.ShouldStartWith(BrowserSession.Dc3 + Confirm + "?link=");

        var elsewhere = new BrowserSession(server); // on the telephone, where nobody is signed in
        await elsewhere.Open(link);
        await elsewhere.Open(link);
        (await server.Account(email)).EmailConfirmed.ShouldBeFalse();
        var window = elsewhere.Window();
        await window.Open(link);
        await elsewhere.Submit(Confirm);
        elsewhere.Heading.ShouldBe("Your email address is confirmed");
        (await server.Account(email)).EmailConfirmed.ShouldBeTrue();
        await window.Submit(Confirm);
        (window.Answer.Status, window.Heading).ShouldBe((400, "This link is no longer valid"));

        await session.Open(BrowserSession.Dc3 + "/account/security");
        session.Page.QuerySelector(".badge-live")!.TextContent.ShouldBe("Confirmed");
        session.Page.QuerySelector("form[action$=confirm-mail]").ShouldBeNull();
    }

    [Fact]
    public async Task A_new_password_by_mail_does_not_pass_the_second_factor_and_lifts_the_own_throttling()
    {
        var server = await servers.On();
        var email = await server.Person();
        await server.SwitchOnTwoFactor(email);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account");
        for (var i = 0; i < 6; i++)
            await session.SignIn(email, "forgotten");
        session.Answer.Status.ShouldBe(429);
        await session.Open(await Ask(server, email));
        await session.Submit(Reset, ("password", New), ("again", New));
        await session.SignIn(email, New);
        session.Path.ShouldBe("/account/second-factor");
    }

    private static async Task<string> Ask(TestServer server, string email)
    {
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + Forgot);
        await session.Submit(Forgot, ("email", email));
        session.Answer.Status.ShouldBe(200);
        return await SentEmails.Link(server, email);
    }

    private static string Link(string mail) => mail.Split("\r\n").Single(line => line.Contains("?link=", StringComparison.Ordinal)).Trim();
}
