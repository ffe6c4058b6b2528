using System.Net.Mail;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Hub.People;

/// <summary>An email address in its canonical form: trimmed and lower case.</summary>
public static class EmailAddress
{
    /// <summary>Null if it isn't one.</summary>
    public static string? Read(string? written)
    {
        var text = written?.Trim().ToLowerInvariant();
        return
            text is { Length: > 0 and <= Passwords.LongestEmail }
            && PlainText.IsLine(text)
            && MailAddress.TryCreate(text, out var address)
            && address.Address == text
            ? text
            : null;
    }
}
