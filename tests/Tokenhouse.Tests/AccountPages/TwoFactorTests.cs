using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Switching the second factor on and off.</summary>
public sealed class TwoFactorTests(Houses houses) : IClassFixture<Houses>
{
    private const string Page = "/account/two-factor";
    private const string SetUp = Page + "/set-up";

    [Fact]
    public async Task It_is_set_up_with_a_picture_a_key_and_the_first_code_and_shows_ten_recovery_codes_once()
    {
        var house = await houses.On();
        var (visitor, email) = await Enter(house);
        visitor.Heading.ShouldBe("Two-factor sign-in");
        visitor.Page.QuerySelector("main")!.TextContent.ShouldContain("Off.");

        await visitor.Submit(Page + "/begin");
        visitor.Path.ShouldBe(SetUp);
        var app = App(visitor, house);
        visitor.Page.QuerySelector("svg.qr")!.GetAttribute("aria-label").ShouldBe("Your account's key as a QR code");
        visitor.Answer.Body.ShouldNotContain("style=");

        await visitor.Submit(SetUp, ("code", app.Code()));
        visitor.Heading.ShouldBe("Your recovery codes");
        visitor.Notice.ShouldBe("Two-factor sign-in is on.");
        var codes = visitor.Page.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent).ToList();
        codes.Distinct().Count().ShouldBe(10);
        codes.ShouldAllBe(code => code.Length == 11 && code[5] == '-');
        (await house.Account(email)).TwoFactorEnabled.ShouldBeTrue();

        await visitor.Open(Visitor.Dc3 + Page);
        visitor.Page.QuerySelector("main")!.TextContent.ShouldContain("10 recovery codes are left.");
        codes.ShouldAllBe(code => !visitor.Answer.Body.Contains(code, StringComparison.Ordinal));
        await visitor.Open(Visitor.Dc3 + SetUp);
        visitor.Path.ShouldBe(Page);
        visitor.Answer.Body.ShouldNotContain(app.Key);
    }

    [Fact]
    public async Task The_person_is_told_by_mail_of_every_change()
    {
        var house = await houses.On();
        var (visitor, email) = await Enter(house);
        await visitor.Submit(Page + "/begin");
        await visitor.Submit(SetUp, ("code", App(visitor, house).Code()));
        await visitor.Open(Visitor.Dc3 + Page);
        await visitor.Submit(Page + "/recovery-codes");
        await visitor.Open(Visitor.Dc3 + Page);
        await visitor.Submit(Page + "/switch-off", ("password", Visitor.Password));

        var mails = string.Concat(await Outbox.Wait(house, email, 3));
        mails.ShouldContain("Two-factor sign-in was turned on");
        mails.ShouldContain("New recovery codes were created");
        mails.ShouldContain("Two-factor sign-in was turned off");
    }

    [Fact]
    public async Task A_wrong_code_switches_nothing_on_and_the_key_stays_to_try_again()
    {
        var house = await houses.On();
        var (visitor, email) = await Enter(house);
        await visitor.Submit(Page + "/begin");
        var app = App(visitor, house);

        foreach (var wrong in (string[])[app.Wrong(), app.Code(-2), app.Code(2), "", "12345", app.Code() + "0", "９９９９９９"])
        {
            await visitor.Submit(SetUp, ("code", wrong));
            (visitor.Answer.Status, visitor.Notice).ShouldBe((400, "That code is wrong or was already used. Enter the next one."));
        }
        (await house.Account(email)).TwoFactorEnabled.ShouldBeFalse();
        App(visitor, house).Key.ShouldBe(app.Key);

        await visitor.Submit(SetUp, ("code", app.Code().Insert(3, " ")));
        visitor.Heading.ShouldBe("Your recovery codes");
    }

    [Fact]
    public async Task Beginning_anew_makes_another_key_and_the_old_one_counts_no_more()
    {
        var house = await houses.On();
        var (visitor, _) = await Enter(house);
        await visitor.Submit(Page + "/begin");
        var first = App(visitor, house);
        await visitor.Open(Visitor.Dc3 + Page);
        await visitor.Submit(Page + "/begin");
        var second = App(visitor, house);
        second.Key.ShouldNotBe(first.Key);
        await visitor.Submit(SetUp, ("code", first.Code()));
        visitor.Answer.Status.ShouldBe(400);
        await visitor.Submit(SetUp, ("code", second.Code()));
        visitor.Answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_many_confirmations_at_once_one_switches_it_on()
    {
        var house = await houses.On();
        var (visitor, _) = await Enter(house);
        await visitor.Submit(Page + "/begin");
        var code = App(visitor, house).Code();
        var headings = await Task.WhenAll(
            Enumerable
                .Range(0, Counts.Of(4, 20))
                .Select(async _ =>
                {
                    var window = visitor.Window();
                    await window.Open(Visitor.Dc3 + SetUp);
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
        var house = await houses.On();
        var email = await house.Person();
        var (app, codes) = await house.SwitchOnTwoFactor(email);
        var id = (await house.Account(email)).Id;
        await using var db = house.Db("dc3");
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
        var house = await houses.On();
        var email = await house.Person();
        var (app, old) = await house.SwitchOnTwoFactor(email);
        var visitor = await EnterWithCode(house, email, app);
        await visitor.Submit(Page + "/recovery-codes");
        visitor.Notice.ShouldBe("These are your new recovery codes. The old ones no longer work.");
        var made = visitor.Page.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent).ToList();
        made.Count.ShouldBe(10);
        made.Intersect(old).ShouldBeEmpty();

        var other = new Visitor(house);
        await other.SignInTo("/account", email);
        await other.Submit("/account/second-factor", ("code", old[0]));
        other.Answer.Status.ShouldBe(400);
        await other.Submit("/account/second-factor", ("code", made[0]));
        other.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task Switching_it_off_asks_for_the_password_and_forgets_the_key()
    {
        var house = await houses.On();
        var email = await house.Person();
        var (app, _) = await house.SwitchOnTwoFactor(email);
        var visitor = await EnterWithCode(house, email, app);

        await visitor.Submit(Page + "/switch-off", ("password", "not the password"));
        (visitor.Answer.Status, visitor.Notice).ShouldBe((400, "Wrong password. Two-factor sign-in is still on."));
        (await house.Account(email)).TwoFactorEnabled.ShouldBeTrue();

        await visitor.Submit(Page + "/switch-off", ("password", Visitor.Password));
        visitor.Notice.ShouldBe("Two-factor sign-in is turned off.");
        var account = await house.Account(email);
        account.TwoFactorEnabled.ShouldBeFalse();
        await using var db = house.Db("dc3");
        (await db.UserTokens.AnyAsync(row => row.UserId == account.Id)).ShouldBeFalse();

        var other = new Visitor(house);
        await other.SignInTo("/account", email);
        other.Path.ShouldBe("/account");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Guessing_the_password_there_is_throttled()
    {
        var house = await houses.On();
        var email = await house.Person();
        var (app, _) = await house.SwitchOnTwoFactor(email);
        var visitor = await EnterWithCode(house, email, app);
        for (var i = 0; i < 5; i++)
            await visitor.Submit(Page + "/switch-off", ("password", $"guess number {i}"));
        visitor.Answer.Status.ShouldBe(400);
        await visitor.Submit(Page + "/switch-off", ("password", Visitor.Password));
        visitor.Answer.Status.ShouldBe(429);
        (await house.Account(email)).TwoFactorEnabled.ShouldBeTrue();
    }

    private static async Task<(Visitor Visitor, string Email)> Enter(House house)
    {
        var email = await house.Person();
        var visitor = new Visitor(house);
        await visitor.SignInTo(Page, email);
        return (visitor, email);
    }

    private static async Task<Visitor> EnterWithCode(House house, string email, AuthenticatorApp app)
    {
        var visitor = new Visitor(house);
        await visitor.SignInTo(Page, email);
        await visitor.Submit("/account/second-factor", ("code", app.Code()));
        visitor.Path.ShouldBe(Page);
        return visitor;
    }

    private static AuthenticatorApp App(Visitor visitor, House house) =>
        new(visitor.Page.QuerySelector("code.key")!.TextContent.Replace(" ", "", StringComparison.Ordinal), house.Clock);
}
