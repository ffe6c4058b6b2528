using System.Net.Mail;
using MailKit.Security;
using Tokenhouse.Core;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hosting.Options;

/// <summary>How email is sent: <c>Tokenhouse:Mail</c>. Without it, none is sent, except in Development, where emails become files in the data folder.</summary>
public sealed record MailOptions
{
    private const string Section = $"{InstallationOptions.Section}:Mail";

    private const int ImplicitTlsPort = 465; // RFC 8314

    /// <summary>The sender: <c>no-reply@example.com</c>, optionally with a name.</summary>
    public string? From { get; init; }

    /// <summary>The SMTP server.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Whether to insist on TLS.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>Whether TLS starts with the connection instead of by STARTTLS; by default on port 465.</summary>
    public bool? ImplicitTls { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => Section;

    private SecureSocketOptions Security =>
        !UseTls ? SecureSocketOptions.None
        : ImplicitTls ?? (Port == ImplicitTlsPort) ? SecureSocketOptions.SslOnConnect
        : SecureSocketOptions.StartTls;

    /// <summary>The resulting route; null if no email is sent.</summary>
    internal static EmailDelivery? Route(InstallationOptions options, bool isDevelopment) =>
        options.Mail is { From: { } from, Host: { } host } mail
            ? new EmailDelivery.Smtp(from, host, mail.Port, mail.Security)
            {
                Login = mail.UserName is { } name ? (name, new SecretText(mail.Password!)) : null,
            }
        : isDevelopment
            ? new EmailDelivery.Outbox(
                options.Mail?.From ?? $"no-reply@{options.BaseUrl!.Host}",
                Path.GetFullPath(Path.Combine(options.DataFolder, "outbox"))
            )
        : null;

    internal IEnumerable<string> Faults()
    {
        if (From is not null && !MailAddress.TryCreate(From, out _))
            yield return $"{Section}:From is {From}, which isn't an email address. Set an address such as no-reply@example.com.";
        if (Host is not null && From is null)
            yield return $"{Section}:From is missing. Set the sender's address, such as no-reply@example.com.";
        if (Host is not null && Uri.CheckHostName(Host) is UriHostNameType.Unknown)
            yield return $"{Section}:Host is {Host}, which isn't a host name. Set only the name of the SMTP server, without scheme and port.";
        if (Host is null && (UserName is not null || Password is not null))
            yield return $"{Section}:Host is missing. Set the name of the SMTP server, such as smtp.example.com.";
        if (Port is < 1 or > 65535)
            yield return $"{Section}:Port is {Port}. Set the port of the SMTP server, such as 587.";
        if (UserName is null != Password is null)
            yield return $"{Section} has only one of UserName and Password. Set both or neither.";
        if (!UseTls && ImplicitTls is true)
            yield return $"{Section}:UseTls is false and ImplicitTls is true. Remove one of them.";
        if (!UseTls && UserName is not null)
            yield return $"{Section}:UseTls is false, but there is a password, which must not be sent unencrypted. Remove one of them.";
    }
}
