using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Activity;

/// <summary>
/// Sign-ins that failed are in the log of each tenant that the account is a member of. The page says no more than it always did, and nobody can tell from
/// what is kept whether there is an account.
/// </summary>
[Trait("Category", "Security")]
public sealed class SignInReasonTests(Houses houses) : IClassFixture<Houses>
{
    private const string Step = "/account/second-factor";
    private const string Wrong = "The email address or the password is wrong.";

    [Fact]
    public async Task A_wrong_password_is_told_to_every_tenant_of_the_account()
    {
        var house = await houses.On();
        var email = await house.Person();
        var second = await house.AddTenant("signed-in-too");
        await house.AddMember(second, email);
        var visitor = await Fail(house, email.ToUpperInvariant(), "my-secret-Passw0rd");

        var rows = await house.Refusals(visitor.Answer, "dc3");
        rows.Select(row => (row.TenantId, row.Person, row.Operation, row.Kind, row.Reason))
            .ShouldBe([
                (Arrange.Nordia, email, "sign-in", "SignInWrongPassword", "the password is wrong"),
                (second.Id, email, "sign-in", "SignInWrongPassword", "the password is wrong"),
            ]);
        foreach (var row in rows)
        {
            (row.ClientId, row.Dialect, row.Environment, row.Address, row.Code).ShouldBe(
                (null, "", Environment.LIVE, "127.0.0.1", "access_denied")
            );
            row.CorrelationId.ShouldBe(visitor.Answer.CorrelationId);
        }
        visitor.Notice.ShouldBe(Wrong);
    }

    [Fact]
    public async Task An_address_of_nobody_is_not_kept_anywhere()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var visitor = await Fail(house, "nobody@nowhere.example", "guess");
        visitor.Notice.ShouldBe(Wrong);
        await Fail(house, "nobody-else@nowhere.example", "guess"); // the same as far as the log is concerned
        var row = await house.ShouldBeRefused(
            visitor.Answer,
            "sign-in",
            RefusalKind.SignInUnknownAccount,
            "no account has this email address, or the account belongs to no tenant",
            "dc3"
        );
        (row.TenantId, row.Person, row.Count).ShouldBe((Datacentre.Vendor, null, 2));
    }

    [Fact]
    public async Task The_page_is_the_same_for_an_account_and_for_none()
    {
        var house = await houses.On();
        var (known, unknown) = (await Fail(house, await house.Person(), "guess"), await Fail(house, "nobody@nordia.example", "guess"));
        Page(known).ShouldBe(Page(unknown));

        static string Page(Visitor visitor) =>
            $"{visitor.Answer.Status} {visitor.Path} {visitor.Heading} {visitor.Notice} {string.Join(' ', visitor.Answer.Headers.Select(header => header.Key))}";
    }

    [Fact]
    public async Task A_disabled_account()
    {
        var house = await houses.On();
        var email = await house.Person(account => account.DisabledAt = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero));
        var visitor = await Fail(house, email, Visitor.Password);
        visitor.Notice.ShouldBe(Wrong);
        var row = await house.ShouldBeRefused(
            visitor.Answer,
            "sign-in",
            RefusalKind.SignInDisabled,
            "the account was disabled on 3 May 2026",
            "dc3"
        );
        row.Person.ShouldBe(email);
        var guessed = await Fail(house, email, "guess");
        (await house.Refusals(guessed.Answer, "dc3")).Single().Kind.ShouldBe("SignInWrongPassword");
    }

    [Fact]
    public async Task Too_many_attempts()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var email = await house.Person();
        var visitor = await Fail(house, email, "guess");
        for (var i = 0; i < 5; i++)
            await visitor.SignIn(email, "guess");
        visitor.Answer.Status.ShouldBe(429);
        var row = await house.ShouldBeRefused(
            visitor.Answer,
            "sign-in",
            RefusalKind.SignInThrottled,
            "too many attempts from the address's network within 15 minutes",
            "dc3"
        );
        (row.TenantId, row.Person).ShouldBe((Arrange.Nordia, email));
        await using var db = house.Db("dc3");
        var wrong = await db.Refusals.IgnoreQueryFilters().SingleAsync(known => known.Kind == "SignInWrongPassword");
        (wrong.Count, wrong.Person).ShouldBe((5, email)); // alike, within a second
    }

    [Fact]
    public async Task A_wrong_code_of_the_second_factor()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var email = await house.Person();
        var (app, _) = await house.SwitchOnTwoFactor(email);
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account", email);
        var code = app.Wrong();
        await visitor.Submit(Step, ("code", code));
        var row = await house.ShouldBeRefused(
            visitor.Answer,
            "sign-in",
            RefusalKind.SignInWrongCode,
            "the password is correct, but the second-factor code is wrong or was already used",
            "dc3"
        );
        (row.TenantId, row.Person).ShouldBe((Arrange.Nordia, email));
        for (var i = 0; i < 5; i++)
            await visitor.Submit(Step, ("code", app.Wrong()));
        visitor.Answer.Status.ShouldBe(429);
        await house.ShouldBeRefused(visitor.Answer, "sign-in", RefusalKind.SignInThrottled, "too many wrong second-factor codes", "dc3");
    }

    [Fact]
    public async Task A_passkey_that_is_none_of_ours()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account/sign-in");
        var options = visitor.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!;
        await visitor.Submit("/account/sign-in/passkey", ("credential", passkey.Get(options)));
        visitor.Answer.Status.ShouldBe(400);
        var row = await house.ShouldBeRefused(
            visitor.Answer,
            "sign-in",
            RefusalKind.SignInWrongPasskey,
            "the passkey wasn't accepted: it wasn't added here, or its signature is wrong",
            "dc3"
        );
        (row.TenantId, row.Person).ShouldBe((Datacentre.Vendor, null));
    }

    [Fact]
    public async Task Nothing_that_was_typed_is_kept()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var email = await house.Person();
        var visitor = await Fail(house, "Passw0rd-in-the-wrong-field@nordia.example", "canary-password");
        await Fail(house, email, "canary-password");
        await house.Refusals(visitor.Answer, "dc3");
        await using var db = house.Db("dc3");
        var rows = await db.Refusals.IgnoreQueryFilters().AsNoTracking().ToListAsync();
        rows.Count.ShouldBe(2);
        var kept = string.Join('\n', rows.Select(Text));
        kept.ShouldNotContain("canary", Case.Insensitive);
        kept.ShouldNotContain("wrong-field", Case.Insensitive);
    }

    private static string Text(Refusal row) => string.Join('|', typeof(Refusal).GetProperties().Select(property => property.GetValue(row)));

    private static async Task<Visitor> Fail(House house, string email, string password)
    {
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account");
        await visitor.SignIn(email, password);
        return visitor;
    }
}
