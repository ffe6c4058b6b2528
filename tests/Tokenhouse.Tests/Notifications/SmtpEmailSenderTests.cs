using MailKit.Security;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Notifications;

/// <summary>How a mail is handed over: with TLS or not at all, to addresses of any letters, and not for longer than the server waits.</summary>
public sealed class SmtpEmailSenderTests
{
    private static readonly EmailMessage EmailMessage = new("ada@example.com", "Hello", "A line.\n");

    [Fact]
    [Trait("Category", "Security")]
    public async Task Without_STARTTLS_neither_the_password_nor_the_mail_leaves()
    {
        await using var smtp = new SmtpServer { Extensions = ["AUTH PLAIN LOGIN"] };
        await Should.ThrowAsync<NotSupportedException>(() => Send(smtp, SecureSocketOptions.StartTls));
        smtp.Commands.ShouldNotContain(command => command.StartsWith("AUTH") || command.StartsWith("MAIL"));
    }

    [Theory]
    [InlineData(SecureSocketOptions.StartTls)]
    [InlineData(SecureSocketOptions.SslOnConnect)]
    [Trait("Category", "Security")]
    public async Task A_server_whose_certificate_is_not_trusted_gets_neither_the_password_nor_the_mail(SecureSocketOptions security)
    {
        await using var smtp = new SmtpServer
        {
            Extensions = ["STARTTLS", "AUTH PLAIN LOGIN"],
            IsImplicit = security is SecureSocketOptions.SslOnConnect,
        };
        await Should.ThrowAsync<SslHandshakeException>(() => Send(smtp, security));
        await Eventually.True(() => Task.FromResult(smtp.Commands is [.., "(gone)"]));
        smtp.Commands.Count.ShouldBe(security is SecureSocketOptions.SslOnConnect ? 2 : 4); // connected, EHLO, STARTTLS, gone
        smtp.Received.ShouldBe(0);
    }

    [Fact]
    public async Task An_address_with_letters_beyond_ASCII_is_written_as_it_is_where_the_server_takes_it()
    {
        await using var smtp = new SmtpServer { Extensions = ["8BITMIME", "SMTPUTF8"] };
        await Send(smtp, SecureSocketOptions.None, EmailMessage with { To = "jörg@bücher.example" });
        smtp.Commands.ShouldContain(command => command.StartsWith("MAIL FROM:<no-reply@vendor.example>") && command.Contains("SMTPUTF8"));
        smtp.Commands.ShouldContain("RCPT TO:<jörg@bücher.example>");
        smtp.Mail.ShouldContain("To: jörg@bücher.example");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_address_that_the_server_could_read_as_another_is_not_told_to_it()
    {
        await using var smtp = new SmtpServer { Extensions = ["8BITMIME"] };
        await Should.ThrowAsync<NotSupportedException>(() =>
            Send(smtp, SecureSocketOptions.None, EmailMessage with { To = "jörg@vendor.example" })
        );
        smtp.Commands.ShouldNotContain(command => command.StartsWith("MAIL") || command.StartsWith("RCPT"));
    }

    [Fact]
    public async Task A_mail_for_several_people_reaches_each_of_them()
    {
        await using var smtp = new SmtpServer();
        await Send(smtp, SecureSocketOptions.None, EmailMessage with { To = "ada@example.com, grace@example.com" });
        smtp.Commands.ShouldContain("RCPT TO:<ada@example.com>");
        smtp.Commands.ShouldContain("RCPT TO:<grace@example.com>");
        smtp.Mail.ShouldContain("To: ada@example.com, grace@example.com");
    }

    [Fact]
    public async Task The_name_of_a_domain_is_encoded_where_the_server_takes_ASCII_alone()
    {
        await using var smtp = new SmtpServer();
        await Send(smtp, SecureSocketOptions.None, EmailMessage with { To = "ada@bücher.example" });
        smtp.Commands.ShouldContain("RCPT TO:<ada@xn--bcher-kva.example>");
    }

    [Fact]
    public async Task What_is_cancelled_waits_for_the_mail_server_no_longer()
    {
        await using var smtp = new SmtpServer { IsSilent = true };
        using var cancellation = new CancellationTokenSource();
        var sending = new SmtpEmailSender(Route(smtp, SecureSocketOptions.None)).Send(EmailMessage, cancellation.Token);
        await Eventually.True(() => Task.FromResult(smtp.Commands.Count > 0));
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    [Fact]
    public async Task A_text_beyond_ASCII_arrives_as_it_was_written()
    {
        await using var smtp = new SmtpServer();
        await Send(smtp, SecureSocketOptions.None, EmailMessage with { Text = "Grüße\n" });
        smtp.Mail.ShouldContain("Content-Type: text/plain; charset=utf-8");
        smtp.Mail.ShouldContain("Content-Transfer-Encoding: base64");
        smtp.Mail.ShouldContain(Convert.ToBase64String("Grüße\r\n"u8));
    }

    private static Task Send(SmtpServer smtp, SecureSocketOptions security, EmailMessage? emailMessage = null) =>
        new SmtpEmailSender(Route(smtp, security)).Send(emailMessage ?? EmailMessage, CancellationToken.None);

    private static EmailDelivery.Smtp Route(SmtpServer smtp, SecureSocketOptions security) =>
        new("Tokenhouse <no-reply@vendor.example>", "127.0.0.1", smtp.Port, security)
        {
            Login = security is SecureSocketOptions.None ? null : ("tokenhouse", new("a-password")),
        };
}
