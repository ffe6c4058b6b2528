using System.Globalization;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Notifications;

/// <summary>How mail leaves, and what an operator reads who set it up wrongly.</summary>
public sealed class MailTests
{
    private const string Forgot = "/account/forgot";

    [Fact]
    public async Task It_is_handed_to_the_configured_server_and_one_refusal_does_not_stop_the_next()
    {
        await using var smtp = new SmtpServer { Refuses = true };
        await using var server = await TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Run = ["dc3"],
                Settings =
                [
                    "--Tokenhouse:Mail:From",
                    "Tokenhouse <no-reply@vendor.example>",
                    "--Tokenhouse:Mail:Host",
                    "127.0.0.1",
                    "--Tokenhouse:Mail:Port",
                    smtp.Port.ToString(CultureInfo.InvariantCulture),
                    "--Tokenhouse:Mail:UseTls",
                    "false",
                ],
            }
        );
        var email = await server.Person();
        await Ask(server, email);
        await Eventually.True(() => Task.FromResult(!smtp.Refuses));
        await Ask(server, email);
        await Eventually.True(() => Task.FromResult(smtp.Received == 1));
        smtp.Mail.ShouldContain("From: Tokenhouse <no-reply@vendor.example>");
        smtp.Mail.ShouldContain($"To: {email}");
        smtp.Mail.ShouldContain("Auto-Submitted: auto-generated");
        smtp.Mail.ShouldMatch("Message-Id: <[^@>]+@vendor.example>"); // and not the name of this machine
        smtp.Mail.ShouldContain("\nhttp://login.dc3.localhost:5080/account/reset?link=");
        System.IO.Directory.Exists(SentEmails.Folder(server)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_outbox_of_development_is_for_the_server_alone()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { Run = ["dc3"] });
        var email = await server.Person();
        await Ask(server, email);
        (await SentEmails.Wait(server, email)).Single().ShouldContain("From: no-reply@localhost");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(SentEmails.Folder(server))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task What_waits_when_the_server_is_told_to_stop_is_still_sent()
    {
        using var folder = new TempFolder();
        var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { Run = ["dc3"], Folder = folder.Path });
        var email = await server.Person();
        await Ask(server, email);
        await server.DisposeAsync();
        SentEmails.To(server, email).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Mail:From is nonsense, which isn't an email address. Set an address such as no-reply@example.com.", "From", "nonsense")]
    [InlineData("Mail:From is missing. Set the sender's address, such as no-reply@example.com.", "Host", "smtp.example.com")]
    [InlineData("Mail:Host is missing. Set the name of the SMTP server, such as smtp.example.com.", "UserName", "u", "Password", "p")]
    [InlineData(
        "Mail:Host is smtp://x, which isn't a host name. Set only the name of the SMTP server, without scheme and port.",
        "From",
        "a@b.example",
        "Host",
        "smtp://x"
    )]
    [InlineData("Mail:Port is 0. Set the port of the SMTP server, such as 587.", "From", "a@b.example", "Host", "smtp", "Port", "0")]
    [InlineData("Mail has only one of UserName and Password. Set both or neither.", "From", "a@b.example", "Host", "smtp", "UserName", "u")]
    [InlineData(
        "Mail:UseTls is false, but there is a password, which must not be sent unencrypted. Remove one of them.",
        "From",
        "a@b.example",
        "Host",
        "smtp",
        "UserName",
        "u",
        "Password",
        "p",
        "UseTls",
        "false"
    )]
    [InlineData(
        "Mail:UseTls is false and ImplicitTls is true. Remove one of them.",
        "From",
        "a@b.example",
        "Host",
        "smtp",
        "UseTls",
        "false",
        "ImplicitTls",
        "true"
    )]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence(string sentence, params string[] settings)
    {
        string[] args = [.. settings.Chunk(2).SelectMany(pair => (string[])[$"--Tokenhouse:Mail:{pair[0]}", pair[1]])];
        var refused = await Should.ThrowAsync<StartRefusedException>(() => TestServer.Start(Database.Sqlite, args));
        refused.Message.ShouldBe("Tokenhouse:" + sentence);
    }

    private static async Task Ask(TestServer server, string email)
    {
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Dc3 + Forgot);
        await session.Submit(Forgot, ("email", email));
        session.Answer.Status.ShouldBe(200);
    }
}
