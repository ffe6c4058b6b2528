using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Adding passkeys, signing in with them, taking them away; and everything that must not be believed.</summary>
[Trait("Category", "Security")]
public sealed class PasskeyTests(TestServers servers) : IClassFixture<TestServers>
{
    private const string Page = "/account/passkeys";
    private const string Add = Page + "/add";
    private const string SignIn = "/account/sign-in/passkey";
    private const string Refused =
        "That passkey wasn't accepted. It may have been removed here, or the page may have been open for too long. Try again.";

    [Fact]
    public async Task A_passkey_is_added_named_listed_and_removed()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        var (session, email) = await Enter(server);
        session.Page.QuerySelector("main")!.TextContent.ShouldContain("You don't have any passkeys yet.");

        await session.Submit(Add, ("name", " My telephone "), ("credential", passkey.Create(Options(session))));
        session.Notice.ShouldBe("Passkey added. You can now sign in with it.");
        var row = session.Page.QuerySelector(".card-row")!;
        row.QuerySelector("h2")!.TextContent.ShouldBe("My telephone");
        row.QuerySelector("p")!.TextContent.ShouldBe("Added 21 November 2026");

        await session.Submit(Page + "/remove");
        session.Notice.ShouldBe("Passkey removed. Delete it on your device too.");
        session.Page.QuerySelectorAll(".card-row").ShouldBeEmpty();
        (await SentEmails.Wait(server, email, 2)).Count.ShouldBe(2); // both changes are told

        var other = new BrowserSession(server);
        await TrySignIn(other, passkey);
        (other.Answer.Status, other.Notice).ShouldBe((400, Refused));
    }

    [Fact]
    public async Task It_signs_in_without_a_password_and_without_a_code()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        var email = await Registered(server, passkey);
        await server.SwitchOnTwoFactor(email);

        var visitor = new BrowserSession(server);
        await TrySignIn(visitor, passkey);
        visitor.Path.ShouldBe("/account");
        (await server.SessionsOf(email)).Select(session => string.Join(' ', session.Methods)).ShouldContain("hwk user");
    }

    [Fact]
    public async Task It_answers_an_application_that_asks()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        await Registered(server, passkey);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link());
        await session.Submit(SignIn, ("credential", passkey.Get(Options(session))));
        await session.Decide("agree");
        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Fact]
    public async Task An_answer_is_accepted_once()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        await Registered(server, passkey);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account/sign-in");
        var (window, answer) = (session.Window(), passkey.Get(Options(session)));
        await window.Open(BrowserSession.Dc3 + "/account/sign-in");
        var state = session.Page.QuerySelector("[name=state]")!.GetAttribute("value")!;

        await session.Submit(SignIn, ("credential", answer));
        session.Path.ShouldBe("/account");
        await window.Submit(SignIn, ("credential", answer), ("state", state));
        (window.Answer.Status, window.Notice).ShouldBe((400, Refused));
    }

    [Fact]
    public async Task Of_one_answer_sent_many_times_at_once_one_signs_in()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        await Registered(server, passkey);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account/sign-in");
        var (answer, state) = (passkey.Get(Options(session)), session.Page.QuerySelector("[name=state]")!.GetAttribute("value")!);
        var paths = await Task.WhenAll(
            Enumerable
                .Range(0, Iterations.Of(8, 50))
                .Select(async _ =>
                {
                    var window = session.Window();
                    await window.Open(BrowserSession.Dc3 + "/account/sign-in");
                    await window.Submit(SignIn, ("credential", answer), ("state", state));
                    return window.Path;
                })
        );
        paths.Count(path => path == "/account").ShouldBe(1);
    }

    [Fact]
    public async Task A_count_that_went_back_is_a_copy_and_is_refused()
    {
        var server = await servers.On();
        using var passkey = new Passkey { Count = 5 };
        await Registered(server, passkey);
        passkey.Count = 9;
        var session = new BrowserSession(server);
        await TrySignIn(session, passkey);
        session.Path.ShouldBe("/account");

        passkey.Count = 7; // the copy counts on from before
        var copy = new BrowserSession(server);
        await TrySignIn(copy, passkey);
        copy.Answer.Status.ShouldBe(400);
    }

    [Fact]
    public async Task What_another_origin_or_domain_got_signed_or_a_device_did_not_verify_is_refused()
    {
        var server = await servers.On();
        Passkey[] wrong =
        [
            new() { Origin = "http://evil.dc3.localhost:5080" },
            new() { Origin = "http://login.dc3.localhost:5081" },
            new() { Origin = "https://login.dc3.localhost:5080" },
            new() { Origin = "http://login.dc2.localhost:5080" },
            new() { Domain = "localhost" },
            new() { Domain = "dc2.localhost" },
            new() { Verifies = false },
        ];
        var (session, email) = await Enter(server);
        foreach (var passkey in wrong)
        {
            using var _ = passkey;
            await session.Submit(Add, ("name", "Wrong"), ("credential", passkey.Create(Options(session))));
            session.Notice.ShouldBe("That passkey wasn't accepted. The page may have been open for too long. Try again.", passkey.Origin);
        }
        var id = (await server.Account(email)).Id;
        await using var db = server.Db("dc3");
        (await db.UserPasskeys.CountAsync(row => row.UserId == id)).ShouldBe(0);
    }

    [Fact]
    public async Task The_test_site_of_the_datacentre_takes_the_same_passkey_but_not_the_same_answer()
    {
        const string Uat = "http://loginuat.dc3.localhost:5080";
        var server = await servers.On();
        using var passkey = new Passkey { Origin = Uat };
        var (session, _) = await Enter(server, Uat);
        await session.Submit(Add, ("name", "Both"), ("credential", passkey.Create(Options(session))));
        session.Notice.ShouldBe("Passkey added. You can now sign in with it.");

        var tester = new BrowserSession(server);
        await tester.Open(Uat + "/account/sign-in");
        var (answer, state) = (passkey.Get(Options(tester)), tester.Page.QuerySelector("[name=state]")!.GetAttribute("value")!);
        var live = new BrowserSession(server);
        await live.Open(BrowserSession.Dc3 + "/account/sign-in");
        await live.Submit(SignIn, ("credential", answer), ("state", state));
        live.Answer.Status.ShouldBe(400);
        await tester.Submit(SignIn, ("credential", answer));
        tester.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task A_challenge_ends_after_a_quarter_of_an_hour_and_is_good_for_its_own_use_only()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        var (session, _) = await Enter(server);
        var (other, _) = await Enter(server);
        var state = session.Page.QuerySelector("[name=state]")!.GetAttribute("value")!;
        await other.Submit(Add, ("name", "Theirs"), ("credential", passkey.Create(Options(session))), ("state", state));
        other.Answer.Status.ShouldBe(400);

        await session.Submit(Add, ("name", "Mine"), ("credential", passkey.Create(Options(session))));
        var late = new BrowserSession(server);
        await late.Open(BrowserSession.Dc3 + "/account/sign-in");
        var answer = passkey.Get(Options(late));
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await late.Submit(SignIn, ("credential", answer));
        (late.Answer.Status, late.Notice).ShouldBe((400, Refused));
        await late.Submit(SignIn, ("credential", passkey.Get(Options(late)))); // the page brought a new one
        late.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task Nonsense_another_key_and_a_disabled_account_are_refused_alike()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        using var stranger = new Passkey();
        var email = await Registered(server, passkey);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account/sign-in");
        foreach (var answer in (string[])["", "null", "{}", "[]", "nonsense", new string('{', 20_001), stranger.Get(Options(session))])
        {
            await session.Submit(SignIn, ("credential", answer));
            (session.Answer.Status, session.Notice).ShouldBe((400, Refused));
        }
        await session.Submit(SignIn, ("credential", passkey.Get(Options(session))), ("state", "nonsense"));
        session.Answer.Status.ShouldBe(400);

        await using var db = server.Db("dc3");
        await db
            .Accounts.Where(account => account.Email == email)
            .ExecuteUpdateAsync(account => account.SetProperty(a => a.DisabledAt, server.Clock.GetUtcNow()));
        await TrySignIn(session, passkey);
        (session.Answer.Status, session.Notice).ShouldBe((400, Refused));
    }

    [Fact]
    public async Task A_name_is_asked_for_and_nobody_removes_the_passkey_of_another()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        await Registered(server, passkey);
        using var own = new Passkey();
        var (other, _) = await Enter(server);
        foreach (var name in (string[])["", "  ", new string('n', 51)])
        {
            await other.Submit(Add, ("name", name), ("credential", own.Create(Options(other))));
            other.Notice.ShouldBe("Give the passkey a name of at most 50 characters.");
        }
        await other.Submit(Add, ("name", "Own"), ("credential", own.Create(Options(other))));
        await other.Submit(Page + "/remove", ("passkey", passkey.Id));
        await other.Submit(Page + "/remove", ("passkey", "not base64url!"));
        other.Page.QuerySelectorAll(".card-row h2").Select(heading => heading.TextContent).ShouldBe(["Own"]);

        var session = new BrowserSession(server);
        await TrySignIn(session, passkey);
        session.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task The_browser_is_told_the_domain_of_the_datacentre_and_to_verify_the_person()
    {
        var server = await servers.On();
        var (session, _) = await Enter(server);
        var create = System.Text.Json.JsonDocument.Parse(Options(session)).RootElement;
        create.GetProperty("rp").GetProperty("id").GetString().ShouldBe("dc3.localhost");
        create.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString().ShouldBe("required");
        create.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString().ShouldBe("required");
        await new BrowserSession(server).Open(BrowserSession.Dc3 + "/account/sign-in");
        var signIn = new BrowserSession(server);
        await signIn.Open(BrowserSession.Dc3 + "/account/sign-in");
        var get = System.Text.Json.JsonDocument.Parse(Options(signIn)).RootElement;
        (get.GetProperty("rpId").GetString(), get.GetProperty("userVerification").GetString()).ShouldBe(("dc3.localhost", "required"));
        signIn.Page.QuerySelector("form[data-passkey]")!.HasAttribute("hidden").ShouldBeTrue(); // until a script has seen that it works
    }

    private static string Options(BrowserSession session) =>
        session.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!;

    private static async Task TrySignIn(BrowserSession session, Passkey passkey)
    {
        await session.Open(passkey.Origin + "/account/sign-in");
        await session.Submit(SignIn, ("credential", passkey.Get(Options(session))));
    }

    private static async Task<(BrowserSession Visitor, string Email)> Enter(TestServer server, string site = BrowserSession.Dc3)
    {
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.Open(site + Page);
        await session.SignIn(email);
        return (session, email);
    }

    private static async Task<string> Registered(TestServer server, Passkey passkey)
    {
        var (session, email) = await Enter(server);
        await session.Submit(Add, ("name", "Key"), ("credential", passkey.Create(Options(session))));
        session.Notice.ShouldBe("Passkey added. You can now sign in with it.");
        return email;
    }
}
