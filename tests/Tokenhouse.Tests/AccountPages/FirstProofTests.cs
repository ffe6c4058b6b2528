using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>
/// Somebody may have made an account with the mail address of another. Whoever then shows that the mailbox is theirs has the account alone: nothing that
/// the first one signs in with is left.
/// </summary>
[Trait("Category", "Security")]
[Collection<AccountServers>]
public sealed class FirstProofTests(TestServers servers)
{
    private const string New = "a new and long password";

    [Fact]
    public async Task The_first_reset_ends_passkeys_and_second_factor_of_who_never_had_the_mailbox()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        var email = await SetUp(server, passkey, isConfirmed: false);
        var owner = await Reset(server, email);
        (owner.Path, owner.Answer.Status).ShouldBe(("/account", 200)); // no code was asked for
        (await server.Account(email)).EmailConfirmed.ShouldBeTrue();
        (await TrySignIn(server, passkey)).Answer.Status.ShouldBe(400);
        await owner.Open(BrowserSession.Dc3 + "/account/passkeys");
        owner.Page.QuerySelectorAll(".card-row").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_leaves_passkeys_and_second_factor_to_who_had_it()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        var email = await SetUp(server, passkey, isConfirmed: true);
        var owner = await Reset(server, email);
        owner.Path.ShouldBe("/account/second-factor");
        owner.Page.QuerySelector("#code").ShouldNotBeNull();
        (await TrySignIn(server, passkey)).Path.ShouldBe("/account");
    }

    private static async Task<string> SetUp(TestServer server, Passkey passkey, bool isConfirmed)
    {
        var email = await server.Person(account => account.EmailConfirmed = isConfirmed);
        var session = new BrowserSession(server);
        await session.SignInTo("/account/passkeys", email);
        await session.Submit("/account/passkeys/add", ("name", "Key"), ("credential", passkey.Create(Options(session))));
        session.Notice.ShouldBe("Passkey added. You can now sign in with it.");
        await server.SwitchOnTwoFactor(email);
        return email;
    }

    private static async Task<BrowserSession> Reset(TestServer server, string email)
    {
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account/forgot");
        await session.Submit("/account/forgot", ("email", email));
        await session.Open(await SentEmails.Link(server, email));
        await session.Submit("/account/reset", ("password", New), ("again", New));
        await session.SignIn(email, New);
        return session;
    }

    private static async Task<BrowserSession> TrySignIn(TestServer server, Passkey passkey)
    {
        var session = new BrowserSession(server);
        await session.Open(passkey.Origin + "/account/sign-in");
        await session.Submit("/account/sign-in/passkey", ("credential", passkey.Get(Options(session))));
        return session;
    }

    private static string Options(BrowserSession session) =>
        session.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!;
}
