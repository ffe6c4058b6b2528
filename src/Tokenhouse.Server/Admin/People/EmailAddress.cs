using System.Net.Mail;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Admin.People;

/// <summary>A mail address in the spelling in which accounts are made: without blanks around it, in lower case.</summary>
public static class EmailAddress
{
    /// <summary>Null: it is none.</summary>
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
