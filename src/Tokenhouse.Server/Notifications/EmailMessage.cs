namespace Tokenhouse.Server.Notifications;

/// <summary>An email: plain ASCII text, so that email programs don't break its links.</summary>
public sealed record EmailMessage(string To, string Subject, string Text)
{
    /// <summary>Without the text, which may contain a one-time link.</summary>
    public override string ToString() => $"{Subject} to {To}";
}
