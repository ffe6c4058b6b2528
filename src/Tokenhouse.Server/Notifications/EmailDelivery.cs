using MailKit.Security;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Notifications;

/// <summary>How email is sent: by an SMTP server, or into a folder.</summary>
public abstract record EmailDelivery(string From)
{
    /// <summary>By SMTP, with TLS from the start or by STARTTLS, and never without TLS if it is configured.</summary>
    public sealed record Smtp(string From, string Host, int Port, SecureSocketOptions Security) : EmailDelivery(From)
    {
        public (string UserName, SecretText Password)? Login { get; init; }
    }

    /// <summary>As <c>.eml</c> files, which email programs can open. For development.</summary>
    public sealed record Outbox(string From, string Folder) : EmailDelivery(From);
}
