using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Tokenhouse.Server.Mail;

/// <summary>Sends mail, if the operator said how.</summary>
public sealed class Postbox(MailRoute? route)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public bool CanSend => route is not null;

    public async Task Send(Letter letter, CancellationToken cancellationToken)
    {
        if (route is null)
            throw new InvalidOperationException("No way to send mail is configured.");
        var text = letter.Text.ReplaceLineEndings("\r\n"); // RFC 5321, 2.3.8
        using var message = new MailMessage(route.From, letter.To, letter.Subject, text);
        var isPlain = Ascii.IsValid(text); // a link stays in one piece then
        message.BodyEncoding = isPlain ? Encoding.ASCII : Encoding.UTF8;
        message.BodyTransferEncoding = isPlain ? TransferEncoding.SevenBit : TransferEncoding.Base64;
        message.Headers["Auto-Submitted"] = "auto-generated"; // RFC 3834: no answers from holiday notices
        using var client = Client(route);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await client.SendMailAsync(message, patience.Token);
    }

    private static SmtpClient Client(MailRoute route)
    {
        switch (route)
        {
            case MailRoute.Smtp smtp:
                return new(smtp.Host, smtp.Port)
                {
                    EnableSsl = smtp.UseTls,
                    Credentials = smtp.Login is var (name, password) ? new NetworkCredential(name, password.Reveal()) : null,
                };
            case MailRoute.Outbox outbox:
                MakeFolder(outbox.Folder);
                return new() { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = outbox.Folder };
            default:
                throw new InvalidOperationException($"Mail does not leave by {route.GetType().Name}.");
        }
    }

    /// <summary>For the server's own account alone: who reads the mail gets into the accounts.</summary>
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
