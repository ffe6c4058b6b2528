using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Adding passkeys, signing in with them, taking them away; and everything that must not be believed.</summary>
[Trait("Category", "Security")]
public sealed class PasskeyTests(Houses houses) : IClassFixture<Houses>
{
    private const string Page = "/account/passkeys";
    private const string Add = Page + "/add";
    private const string SignIn = "/account/sign-in/passkey";
    private const string Refused =
        "That passkey wasn't accepted. It may have been removed here, or the page may have been open for too long. Try again.";

    [Fact]
    public async Task A_passkey_is_added_named_listed_and_removed()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        var (visitor, email) = await Enter(house);
        visitor.Page.QuerySelector("main")!.TextContent.ShouldContain("You don't have any passkeys yet.");

        await visitor.Submit(Add, ("name", " My telephone "), ("credential", passkey.Create(Options(visitor))));
        visitor.Notice.ShouldBe("Passkey added. You can now sign in with it.");
        var row = visitor.Page.QuerySelector(".card-row")!;
        row.QuerySelector("h2")!.TextContent.ShouldBe("My telephone");
        row.QuerySelector("p")!.TextContent.ShouldBe("Added 21 November 2026");

        await visitor.Submit(Page + "/remove");
        visitor.Notice.ShouldBe("Passkey removed. Delete it on your device too.");
        visitor.Page.QuerySelectorAll(".card-row").ShouldBeEmpty();
        (await Outbox.Wait(house, email, 2)).Count.ShouldBe(2); // both changes are told

        var other = new Visitor(house);
        await TrySignIn(other, passkey);
        (other.Answer.Status, other.Notice).ShouldBe((400, Refused));
    }

    [Fact]
    public async Task It_signs_in_without_a_password_and_without_a_code()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        var email = await Registered(house, passkey);
        await house.SwitchOnTwoFactor(email);

        var visitor = new Visitor(house);
        await TrySignIn(visitor, passkey);
        visitor.Path.ShouldBe("/account");
        (await house.SessionsOf(email)).Select(session => string.Join(' ', session.Methods)).ShouldContain("hwk user");
    }

    [Fact]
    public async Task It_answers_an_application_that_asks()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        await Registered(house, passkey);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Link());
        await visitor.Submit(SignIn, ("credential", passkey.Get(Options(visitor))));
        await visitor.Decide("agree");
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Fact]
    public async Task An_answer_is_accepted_once()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        await Registered(house, passkey);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account/sign-in");
        var (window, answer) = (visitor.Window(), passkey.Get(Options(visitor)));
        await window.Open(Visitor.Dc3 + "/account/sign-in");
        var state = visitor.Page.QuerySelector("[name=state]")!.GetAttribute("value")!;

        await visitor.Submit(SignIn, ("credential", answer));
        visitor.Path.ShouldBe("/account");
        await window.Submit(SignIn, ("credential", answer), ("state", state));
        (window.Answer.Status, window.Notice).ShouldBe((400, Refused));
    }

    [Fact]
    public async Task Of_one_answer_sent_many_times_at_once_one_signs_in()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        await Registered(house, passkey);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account/sign-in");
        var (answer, state) = (passkey.Get(Options(visitor)), visitor.Page.QuerySelector("[name=state]")!.GetAttribute("value")!);
        var paths = await Task.WhenAll(
            Enumerable
                .Range(0, Counts.Of(8, 50))
                .Select(async _ =>
                {
                    var window = visitor.Window();
                    await window.Open(Visitor.Dc3 + "/account/sign-in");
                    await window.Submit(SignIn, ("credential", answer), ("state", state));
                    return window.Path;
                })
        );
        paths.Count(path => path == "/account").ShouldBe(1);
    }

    [Fact]
    public async Task A_count_that_went_back_is_a_copy_and_is_refused()
    {
        var house = await houses.On();
        using var passkey = new Passkey { Count = 5 };
        await Registered(house, passkey);
        passkey.Count = 9;
        var visitor = new Visitor(house);
        await TrySignIn(visitor, passkey);
        visitor.Path.ShouldBe("/account");

        passkey.Count = 7; // the copy counts on from before
        var copy = new Visitor(house);
        await TrySignIn(copy, passkey);
        copy.Answer.Status.ShouldBe(400);
    }

    [Fact]
    public async Task What_another_origin_or_domain_got_signed_or_a_device_did_not_verify_is_refused()
    {
        var house = await houses.On();
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
        var (visitor, email) = await Enter(house);
        foreach (var passkey in wrong)
        {
            using var _ = passkey;
            await visitor.Submit(Add, ("name", "Wrong"), ("credential", passkey.Create(Options(visitor))));
            visitor.Notice.ShouldBe("That passkey wasn't accepted. The page may have been open for too long. Try again.", passkey.Origin);
        }
        var id = (await house.Account(email)).Id;
        await using var db = house.Db("dc3");
        (await db.UserPasskeys.CountAsync(row => row.UserId == id)).ShouldBe(0);
    }

    [Fact]
    public async Task The_test_site_of_the_datacentre_takes_the_same_passkey_but_not_the_same_answer()
    {
        const string Uat = "http://loginuat.dc3.localhost:5080";
        var house = await houses.On();
        using var passkey = new Passkey { Origin = Uat };
        var (visitor, _) = await Enter(house, Uat);
        await visitor.Submit(Add, ("name", "Both"), ("credential", passkey.Create(Options(visitor))));
        visitor.Notice.ShouldBe("Passkey added. You can now sign in with it.");

        var tester = new Visitor(house);
        await tester.Open(Uat + "/account/sign-in");
        var (answer, state) = (passkey.Get(Options(tester)), tester.Page.QuerySelector("[name=state]")!.GetAttribute("value")!);
        var live = new Visitor(house);
        await live.Open(Visitor.Dc3 + "/account/sign-in");
        await live.Submit(SignIn, ("credential", answer), ("state", state));
        live.Answer.Status.ShouldBe(400);
        await tester.Submit(SignIn, ("credential", answer));
        tester.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task A_challenge_ends_after_a_quarter_of_an_hour_and_is_good_for_its_own_use_only()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        var (visitor, _) = await Enter(house);
        var (other, _) = await Enter(house);
        var state = visitor.Page.QuerySelector("[name=state]")!.GetAttribute("value")!;
        await other.Submit(Add, ("name", "Theirs"), ("credential", passkey.Create(Options(visitor))), ("state", state));
        other.Answer.Status.ShouldBe(400);

        await visitor.Submit(Add, ("name", "Mine"), ("credential", passkey.Create(Options(visitor))));
        var late = new Visitor(house);
        await late.Open(Visitor.Dc3 + "/account/sign-in");
        var answer = passkey.Get(Options(late));
        house.Clock.Advance(TimeSpan.FromMinutes(15));
        await late.Submit(SignIn, ("credential", answer));
        (late.Answer.Status, late.Notice).ShouldBe((400, Refused));
        await late.Submit(SignIn, ("credential", passkey.Get(Options(late)))); // the page brought a new one
        late.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task Nonsense_another_key_and_a_disabled_account_are_refused_alike()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        using var stranger = new Passkey();
        var email = await Registered(house, passkey);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account/sign-in");
        foreach (var answer in (string[])["", "null", "{}", "[]", "nonsense", new string('{', 20_001), stranger.Get(Options(visitor))])
        {
            await visitor.Submit(SignIn, ("credential", answer));
            (visitor.Answer.Status, visitor.Notice).ShouldBe((400, Refused));
        }
        await visitor.Submit(SignIn, ("credential", passkey.Get(Options(visitor))), ("state", "nonsense"));
        visitor.Answer.Status.ShouldBe(400);

        await using var db = house.Db("dc3");
        await db
            .Accounts.Where(account => account.Email == email)
            .ExecuteUpdateAsync(account => account.SetProperty(a => a.DisabledAt, house.Clock.GetUtcNow()));
        await TrySignIn(visitor, passkey);
        (visitor.Answer.Status, visitor.Notice).ShouldBe((400, Refused));
    }

    [Fact]
    public async Task A_name_is_asked_for_and_nobody_removes_the_passkey_of_another()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        await Registered(house, passkey);
        using var own = new Passkey();
        var (other, _) = await Enter(house);
        foreach (var name in (string[])["", "  ", new string('n', 51)])
        {
            await other.Submit(Add, ("name", name), ("credential", own.Create(Options(other))));
            other.Notice.ShouldBe("Give the passkey a name of at most 50 characters.");
        }
        await other.Submit(Add, ("name", "Own"), ("credential", own.Create(Options(other))));
        await other.Submit(Page + "/remove", ("passkey", passkey.Id));
        await other.Submit(Page + "/remove", ("passkey", "not base64url!"));
        other.Page.QuerySelectorAll(".card-row h2").Select(heading => heading.TextContent).ShouldBe(["Own"]);

        var visitor = new Visitor(house);
        await TrySignIn(visitor, passkey);
        visitor.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task The_browser_is_told_the_domain_of_the_datacentre_and_to_verify_the_person()
    {
        var house = await houses.On();
        var (visitor, _) = await Enter(house);
        var create = System.Text.Json.JsonDocument.Parse(Options(visitor)).RootElement;
        create.GetProperty("rp").GetProperty("id").GetString().ShouldBe("dc3.localhost");
        create.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString().ShouldBe("required");
        create.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString().ShouldBe("required");
        await new Visitor(house).Open(Visitor.Dc3 + "/account/sign-in");
        var signIn = new Visitor(house);
        await signIn.Open(Visitor.Dc3 + "/account/sign-in");
        var get = System.Text.Json.JsonDocument.Parse(Options(signIn)).RootElement;
        (get.GetProperty("rpId").GetString(), get.GetProperty("userVerification").GetString()).ShouldBe(("dc3.localhost", "required"));
        signIn.Page.QuerySelector("form[data-passkey]")!.HasAttribute("hidden").ShouldBeTrue(); // until a script has seen that it works
    }

    private static string Options(Visitor visitor) => visitor.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!;

    private static async Task TrySignIn(Visitor visitor, Passkey passkey)
    {
        await visitor.Open(passkey.Origin + "/account/sign-in");
        await visitor.Submit(SignIn, ("credential", passkey.Get(Options(visitor))));
    }

    private static async Task<(Visitor Visitor, string Email)> Enter(House house, string site = Visitor.Dc3)
    {
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.Open(site + Page);
        await visitor.SignIn(email);
        return (visitor, email);
    }

    private static async Task<string> Registered(House house, Passkey passkey)
    {
        var (visitor, email) = await Enter(house);
        await visitor.Submit(Add, ("name", "Key"), ("credential", passkey.Create(Options(visitor))));
        visitor.Notice.ShouldBe("Passkey added. You can now sign in with it.");
        return email;
    }
}
