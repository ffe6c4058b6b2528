using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Switching the second factor on and off.</summary>
[Collection<AccountServers>]
public sealed class TwoFactorTests(TestServers servers)
{
    private const string Page = "/account/two-factor";
    private const string SetUp = Page + "/set-up";

    [Fact]
    public async Task It_is_set_up_with_a_picture_a_key_and_the_first_code_and_shows_ten_recovery_codes_once()
    {
        var server = await servers.On();
        var (session, email) = await Enter(server);
        session.Heading.ShouldBe("Two-factor sign-in");
        session.Page.QuerySelector("main")!.TextContent.ShouldContain("Off.");

        await session.Submit(Page + "/begin");
        session.Path.ShouldBe(SetUp);
        var app = App(session, server);
        session.Page.QuerySelector("svg.qr")!.GetAttribute("aria-label").ShouldBe("Your account's key as a QR code");
        session.Answer.Body.ShouldNotContain("style=");

        await session.Submit(SetUp, ("code", app.Code()));
        session.Heading.ShouldBe("Your recovery codes");
        session.Notice.ShouldBe("Two-factor sign-in is on.");
        var codes = session.Page.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent).ToList();
        codes.Distinct().Count().ShouldBe(10);
        codes.ShouldAllBe(code => code.Length == 11 && code[5] == '-');
        (await server.Account(email)).TwoFactorEnabled.ShouldBeTrue();

        await session.Open(BrowserSession.Dc3 + Page);
        session.Page.QuerySelector("main")!.TextContent.ShouldContain("10 recovery codes are left.");
        codes.ShouldAllBe(code => !session.Answer.Body.Contains(code, StringComparison.Ordinal));
        await session.Open(BrowserSession.Dc3 + SetUp);
        session.Path.ShouldBe(Page);
        session.Answer.Body.ShouldNotContain(app.Key);
    }

    [Fact]
    public async Task The_person_is_told_by_mail_of_every_change()
    {
        var server = await servers.On();
        var (session, email) = await Enter(server);
        await session.Submit(Page + "/begin");
        await session.Submit(SetUp, ("code", App(session, server).Code()));
        await session.Open(BrowserSession.Dc3 + Page);
        await session.Submit(Page + "/recovery-codes");
        await session.Open(BrowserSession.Dc3 + Page);
        await session.Submit(Page + "/switch-off", ("password", BrowserSession.Password));

        var mails = string.Concat(await SentEmails.Wait(server, email, 3));
        mails.ShouldContain("Two-factor sign-in was turned on");
        mails.ShouldContain("New recovery codes were created");
        mails.ShouldContain("Two-factor sign-in was turned off");
    }

    [Fact]
    public async Task A_wrong_code_switches_nothing_on_and_the_key_stays_to_try_again()
    {
        var server = await servers.On();
        var (session, email) = await Enter(server);
        await session.Submit(Page + "/begin");
        var app = App(session, server);

        foreach (var wrong in (string[])[app.Wrong(), app.Code(-2), app.Code(2), "", "12345", app.Code() + "0", "９９９９９９"])
        {
            await session.Submit(SetUp, ("code", wrong));
            (session.Answer.Status, session.Notice).ShouldBe((400, "That code is wrong or was already used. Enter the next one."));
        }
        (await server.Account(email)).TwoFactorEnabled.ShouldBeFalse();
        App(session, server).Key.ShouldBe(app.Key);

        await session.Submit(SetUp, ("code", app.Code().Insert(3, " ")));
        session.Heading.ShouldBe("Your recovery codes");
    }

    [Fact]
    public async Task Beginning_anew_makes_another_key_and_the_old_one_counts_no_more()
    {
        var server = await servers.On();
        var (session, _) = await Enter(server);
        await session.Submit(Page + "/begin");
        var first = App(session, server);
        await session.Open(BrowserSession.Dc3 + Page);
        await session.Submit(Page + "/begin");
        var second = App(session, server);
        second.Key.ShouldNotBe(first.Key);
        await session.Submit(SetUp, ("code", first.Code()));
        session.Answer.Status.ShouldBe(400);
        await session.Submit(SetUp, ("code", second.Code()));
        session.Answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_many_confirmations_at_once_one_switches_it_on()
    {
        var server = await servers.On();
        var (session, _) = await Enter(server);
        await session.Submit(Page + "/begin");
        var code = App(session, server).Code();
        var headings = await Task.WhenAll(
            Enumerable
                .Range(0, Iterations.Of(4, 20))
                .Select(async _ =>
                {
                    var window = session.Window();
                    await window.Open(BrowserSession.Dc3 + SetUp);
                    if (window.Path == SetUp)
                        await window.Submit(SetUp, ("code", code));
                    return window.Heading;
                })
        );
        headings.Count(heading => heading == "Your recovery codes").ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_key_and_the_recovery_codes_are_sealed_in_the_database()
    {
        var server = await servers.On();
        var email = await server.Person();
        var (app, codes) = await server.SwitchOnTwoFactor(email);
        var id = (await server.Account(email)).Id;
        await using var db = server.Db("dc3");
        var rows = await db.UserTokens.AsNoTracking().Where(row => row.UserId == id).ToListAsync();
        rows.Select(row => row.Name).Order().ShouldBe(["AuthenticatorKey", "RecoveryCodes"]);
        foreach (var row in rows)
        {
            row.Value!.ShouldStartWith("CfDJ8"); // Data Protection
            row.Value.ShouldNotContain(app.Key);
            codes.ShouldAllBe(code => !row.Value.Contains(code, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task New_recovery_codes_take_the_place_of_the_old()
    {
        var server = await servers.On();
        var email = await server.Person();
        var (app, old) = await server.SwitchOnTwoFactor(email);
        var session = await EnterWithCode(server, email, app);
        await session.Submit(Page + "/recovery-codes");
        session.Notice.ShouldBe("These are your new recovery codes. The old ones no longer work.");
        var made = session.Page.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent).ToList();
        made.Count.ShouldBe(10);
        made.Intersect(old).ShouldBeEmpty();

        var other = new BrowserSession(server);
        await other.SignInTo("/account", email);
        await other.Submit("/account/second-factor", ("code", old[0]));
        other.Answer.Status.ShouldBe(400);
        await other.Submit("/account/second-factor", ("code", made[0]));
        other.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task Switching_it_off_asks_for_the_password_and_forgets_the_key()
    {
        var server = await servers.On();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var session = await EnterWithCode(server, email, app);

        await session.Submit(Page + "/switch-off", ("password", "not the password"));
        (session.Answer.Status, session.Notice).ShouldBe((400, "Wrong password. Two-factor sign-in is still on."));
        (await server.Account(email)).TwoFactorEnabled.ShouldBeTrue();

        await session.Submit(Page + "/switch-off", ("password", BrowserSession.Password));
        session.Notice.ShouldBe("Two-factor sign-in is turned off.");
        var account = await server.Account(email);
        account.TwoFactorEnabled.ShouldBeFalse();
        await using var db = server.Db("dc3");
        (await db.UserTokens.AnyAsync(row => row.UserId == account.Id)).ShouldBeFalse();

        var other = new BrowserSession(server);
        await other.SignInTo("/account", email);
        other.Path.ShouldBe("/account");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Guessing_the_password_there_is_throttled()
    {
        var server = await servers.On();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var session = await EnterWithCode(server, email, app);
        for (var i = 0; i < 5; i++)
            await session.Submit(Page + "/switch-off", ("password", $"guess number {i}"));
        session.Answer.Status.ShouldBe(400);
        await session.Submit(Page + "/switch-off", ("password", BrowserSession.Password));
        session.Answer.Status.ShouldBe(429);
        (await server.Account(email)).TwoFactorEnabled.ShouldBeTrue();
    }

    private static async Task<(BrowserSession Visitor, string Email)> Enter(TestServer server)
    {
        var email = await server.Person();
        var session = new BrowserSession(server);
        await session.SignInTo(Page, email);
        return (session, email);
    }

    private static async Task<BrowserSession> EnterWithCode(TestServer server, string email, AuthenticatorApp app)
    {
        var session = new BrowserSession(server);
        await session.SignInTo(Page, email);
        await session.Submit("/account/second-factor", ("code", app.Code()));
        session.Path.ShouldBe(Page);
        return session;
    }

    private static AuthenticatorApp App(BrowserSession session, TestServer server) =>
        new(session.Page.QuerySelector("code.key")!.TextContent.Replace(" ", "", StringComparison.Ordinal), server.Clock);
}
