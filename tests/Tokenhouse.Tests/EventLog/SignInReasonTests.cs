using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>
/// Sign-ins that failed are in the log of each tenant that the account is a member of. The page says no more than it always did, and nobody can tell from
/// what is kept whether there is an account.
/// </summary>
[Trait("Category", "Security")]
[Collection<ReasonServers>]
public sealed class SignInReasonTests(TestServers servers)
{
    private const string Step = "/account/second-factor";
    private const string Wrong = "The email address or the password is wrong.";

    [Fact]
    public async Task A_wrong_password_is_told_to_every_tenant_of_the_account()
    {
        var server = await servers.On();
        var email = await server.Person();
        var second = await server.AddTenant("signed-in-too");
        await server.AddMember(second, email);
        var session = await Fail(server, email.ToUpperInvariant(), "my-secret-Passw0rd");

        var rows = await server.Refusals(session.Answer, "dc3");
        rows.Select(row => (row.TenantId, row.Person, row.Operation, row.Kind, row.Reason))
            .ShouldBe([
                (Arrange.Nordia, email, "sign-in", "SignInWrongPassword", "the password is wrong"),
                (second.Id, email, "sign-in", "SignInWrongPassword", "the password is wrong"),
            ]);
        foreach (var row in rows)
        {
            (row.ClientId, row.Dialect, row.Environment, row.Address, row.Code).ShouldBe(
                (null, "", TenantEnvironment.LIVE, "127.0.0.1", "access_denied")
            );
            row.CorrelationId.ShouldBe(session.Answer.CorrelationId);
        }
        session.Notice.ShouldBe(Wrong);
    }

    [Fact]
    public async Task An_address_of_nobody_is_not_kept_anywhere()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var session = await Fail(server, "nobody@nowhere.example", "guess");
        session.Notice.ShouldBe(Wrong);
        await Fail(server, "nobody-else@nowhere.example", "guess"); // the same as far as the log is concerned
        var row = await server.ShouldBeRefused(
            session.Answer,
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
        var server = await servers.On();
        var (known, unknown) = (await Fail(server, await server.Person(), "guess"), await Fail(server, "nobody@nordia.example", "guess"));
        Page(known).ShouldBe(Page(unknown));

        static string Page(BrowserSession session) =>
            $"{session.Answer.Status} {session.Path} {session.Heading} {session.Notice} {string.Join(' ', session.Answer.Headers.Select(header => header.Key))}";
    }

    [Fact]
    public async Task A_disabled_account()
    {
        var server = await servers.On();
        var email = await server.Person(account => account.DisabledAt = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero));
        var session = await Fail(server, email, BrowserSession.Password);
        session.Notice.ShouldBe(Wrong);
        var row = await server.ShouldBeRefused(
            session.Answer,
            "sign-in",
            RefusalKind.SignInDisabled,
            "the account was disabled on 3 May 2026",
            "dc3"
        );
        row.Person.ShouldBe(email);
        var guessed = await Fail(server, email, "guess");
        (await server.Refusals(guessed.Answer, "dc3")).Single().Kind.ShouldBe("SignInWrongPassword");
    }

    [Fact]
    public async Task Too_many_attempts()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var email = await server.Person();
        var session = await Fail(server, email, "guess");
        for (var i = 0; i < 5; i++)
            await session.SignIn(email, "guess");
        session.Answer.Status.ShouldBe(429);
        var row = await server.ShouldBeRefused(
            session.Answer,
            "sign-in",
            RefusalKind.SignInThrottled,
            "too many attempts from the address's network within 15 minutes",
            "dc3"
        );
        (row.TenantId, row.Person).ShouldBe((Arrange.Nordia, email));
        await using var db = server.Db("dc3");
        var wrong = await db.Refusals.IgnoreQueryFilters().SingleAsync(known => known.Kind == "SignInWrongPassword");
        (wrong.Count, wrong.Person).ShouldBe((5, email)); // alike, within a second
    }

    [Fact]
    public async Task A_wrong_code_of_the_second_factor()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var session = new BrowserSession(server);
        await session.SignInTo("/account", email);
        var code = app.Wrong();
        await session.Submit(Step, ("code", code));
        var row = await server.ShouldBeRefused(
            session.Answer,
            "sign-in",
            RefusalKind.SignInWrongCode,
            "the password is correct, but the second-factor code is wrong or was already used",
            "dc3"
        );
        (row.TenantId, row.Person).ShouldBe((Arrange.Nordia, email));
        for (var i = 0; i < 5; i++)
            await session.Submit(Step, ("code", app.Wrong()));
        session.Answer.Status.ShouldBe(429);
        await server.ShouldBeRefused(session.Answer, "sign-in", RefusalKind.SignInThrottled, "too many wrong second-factor codes", "dc3");
    }

    [Fact]
    public async Task A_passkey_that_is_none_of_ours()
    {
        var server = await servers.On();
        using var passkey = new Passkey();
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account/sign-in");
        var options = session.Page.QuerySelector("form[data-passkey]")!.GetAttribute("data-options")!;
        await session.Submit("/account/sign-in/passkey", ("credential", passkey.Get(options)));
        session.Answer.Status.ShouldBe(400);
        var row = await server.ShouldBeRefused(
            session.Answer,
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
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var email = await server.Person();
        var session = await Fail(server, "Passw0rd-in-the-wrong-field@nordia.example", "canary-password");
        await Fail(server, email, "canary-password");
        await server.Refusals(session.Answer, "dc3");
        await using var db = server.Db("dc3");
        var rows = await db.Refusals.IgnoreQueryFilters().AsNoTracking().ToListAsync();
        rows.Count.ShouldBe(2);
        var kept = string.Join('\n', rows.Select(Text));
        kept.ShouldNotContain("canary", Case.Insensitive);
        kept.ShouldNotContain("wrong-field", Case.Insensitive);
    }

    private static string Text(Refusal row) => string.Join('|', typeof(Refusal).GetProperties().Select(property => property.GetValue(row)));

    private static async Task<BrowserSession> Fail(TestServer server, string email, string password)
    {
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + "/account");
        await session.SignIn(email, password);
        return session;
    }
}
