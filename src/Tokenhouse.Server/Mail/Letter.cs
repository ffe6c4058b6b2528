namespace Tokenhouse.Server.Mail;

/// <summary>A mail: plain text of ASCII, so that no mail program breaks its links.</summary>
public sealed record Letter(string To, string Subject, string Text)
{
    /// <summary>Without the text, which may hold a link that works once.</summary>
    public override string ToString() => $"{Subject} to {To}";
}
