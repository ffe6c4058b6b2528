using System.Net.Mail;
using System.Text;
using MailKit.Net.Smtp;
using MimeKit;
using MimeKit.Utils;
using SmtpClient = MailKit.Net.Smtp.SmtpClient;

namespace Tokenhouse.Server.Notifications;

/// <summary>Sends email, if configured.</summary>
public sealed class SmtpEmailSender(EmailDelivery? route)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly FormatOptions AsSent = new() { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true };

    public bool CanSend => route is not null;

    public async Task Send(EmailMessage emailMessage, CancellationToken cancellationToken)
    {
        if (route is null)
            throw new InvalidOperationException("Sending email isn't configured.");
        using var message = Message(route.From, emailMessage);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        switch (route)
        {
            case EmailDelivery.Smtp smtp:
                await Deliver(message, smtp, patience.Token);
                break;
            case EmailDelivery.Outbox outbox:
                await Keep(message, outbox.Folder, patience.Token);
                break;
            default:
                throw new InvalidOperationException($"Can't send email by {route.GetType().Name}.");
        }
    }

    /// <summary>Connects to the mail server and signs in to it, without sending anything.</summary>
    public static async Task Check(EmailDelivery.Smtp smtp, CancellationToken cancellationToken)
    {
        using var client = await Connect(smtp, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private static MimeMessage Message(string from, EmailMessage emailMessage)
    {
        var text = emailMessage.Text.ReplaceLineEndings("\r\n"); // RFC 5321, 2.3.8
        var isPlain = Ascii.IsValid(text); // keeps links in one piece
        var body = new TextPart("plain") { ContentTransferEncoding = isPlain ? ContentEncoding.SevenBit : ContentEncoding.Base64 };
        body.SetText(isPlain ? Encoding.ASCII : Encoding.UTF8, text);
        var sender = Mailbox(new(from));
        var message = new MimeMessage
        {
            Subject = emailMessage.Subject,
            Body = body,
            MessageId = MimeUtils.GenerateMessageId(sender.Domain), // without the name of this machine
        };
        message.From.Add(sender);
        message.To.AddRange(new MailAddressCollection { emailMessage.To }.Select(Mailbox)); // several addresses, separated by commas
        message.Headers["Auto-Submitted"] = "auto-generated"; // RFC 3834: no automatic replies
        return message;
    }

    /// <summary>Uses the same parser as the validation of settings and forms.</summary>
    private static MailboxAddress Mailbox(MailAddress address) => new(address.DisplayName, address.Address);

    private static async Task Deliver(MimeMessage message, EmailDelivery.Smtp smtp, CancellationToken cancellationToken)
    {
        using var client = await Connect(smtp, cancellationToken);
        var to = message.To.Mailboxes.ToList();
        if (!to.TrueForAll(mailbox => Ascii.IsValid(mailbox.LocalPart)) && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            throw new NotSupportedException("The mail server doesn't support addresses with non-ASCII letters: it doesn't offer SMTPUTF8.");
        await client.SendAsync(
            new FormatOptions { International = to.Exists(mailbox => mailbox.IsInternational) },
            message,
            cancellationToken
        );
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private static async Task<SmtpClient> Connect(EmailDelivery.Smtp smtp, CancellationToken cancellationToken)
    {
        var client = new SmtpClient();
        try
        {
            client.CheckCertificateRevocation = false; // the certificate authority of a company's own mail server often publishes no revocation list
            await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Security, cancellationToken);
            if (smtp.Login is var (name, password))
                await client.AuthenticateAsync(name, password.Reveal(), cancellationToken);
            return client;
        }
        catch (Exception)
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Written atomically, for readers of the folder.</summary>
    private static async Task Keep(MimeMessage message, string folder, CancellationToken cancellationToken)
    {
        MakeFolder(folder);
        var file = Path.Combine(folder, Path.GetRandomFileName());
        await message.WriteToAsync(AsSent, file, cancellationToken);
        File.Move(file, file + ".eml");
    }

    /// <summary>Only for the server's own account, because the emails give access to people's accounts.</summary>
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
