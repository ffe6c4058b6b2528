using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>
/// Somebody may have made an account with the mail address of another. Whoever then shows that the mailbox is theirs has the account alone: nothing that
/// the first one signs in with is left.
/// </summary>
[Trait("Category", "Security")]
public sealed class FirstProofTests(Houses houses) : IClassFixture<Houses>
{
    private const string New = "a new and long password";

    [Fact]
    public async Task The_first_reset_ends_passkeys_and_second_factor_of_who_never_had_the_mailbox()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        var email = await SetUp(house, passkey, isConfirmed: false);
        var owner = await Reset(house, email);
        (owner.Path, owner.Answer.Status).ShouldBe(("/account", 200)); // no code was asked for
        (await house.Account(email)).EmailConfirmed.ShouldBeTrue();
        (await TrySignIn(house, passkey)).Answer.Status.ShouldBe(400);
        await owner.Open(Visitor.Dc3 + "/account/passkeys");
        owner.Page.QuerySelectorAll(".card-row").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_leaves_passkeys_and_second_factor_to_who_had_it()
    {
        var house = await houses.On();
        using var passkey = new Passkey();
        var email = await SetUp(house, passkey, isConfirmed: true);
        var owner = await Reset(house, email);
        owner.Path.ShouldBe("/account/second-factor");
        owner.Page.QuerySelector("#code").ShouldNotBeNull();
        (await TrySignIn(house, passkey)).Path.ShouldBe("/account");
    }

    private static async Task<string> SetUp(House house, Passkey passkey, bool isConfirmed)
    {
        var email = await house.Person(account => account.EmailConfirmed = isConfirmed);
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account/passkeys", email);
        await visitor.Submit("/account/passkeys/add", ("name", "Key"), ("credential", passkey.Create(Options(visitor))));
        visitor.Notice.ShouldBe("Passkey added. You can now sign in with it.");
        await house.SwitchOnTwoFactor(email);
        return email;
    }

    private static async Task<Visitor> Reset(House house, string email)
    {
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Dc3 + "/account/forgot");
        await visitor.Submit("/account/forgot", ("email", email));
        await visitor.Open(await Outbox.Link(house, email));
        await visitor.Submit("/account/reset", ("password", New), ("again", New));
        await visitor.SignIn(email, New);
        return visitor;
    }

    private static async Task<Visitor> TrySignIn(House house, Passkey passkey)
    {
        var visitor = new Visitor(house);
        await visitor.Open(passkey.Origin + "/account/sign-in");
        await visitor.Submit("/account/sign-in/passkey", ("credential", passkey.Get(Options(visitor))));
        return visitor;
    }

    private static string Options(Visitor visitor) => visitor.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!;
}
