namespace Tokenhouse.Core;

/// <summary>
/// Why a request was refused, exactly: for the event log, with no way onto the wire. Names which scope, which secret by its hint, which address,
/// which date; never a secret, a token or a password.
/// </summary>
public sealed record Reason
{
    public Reason(RefusalKind kind, LogText sentence) => (Kind, Sentence, Withheld) = (kind, sentence.Full, sentence.Withheld);

    /// <summary>What it comes to.</summary>
    public RefusalKind Kind { get; }

    /// <summary>For the log of a client that proved its secret.</summary>
    public string Sentence { get; }

    /// <summary>For the log where the request proved nothing: what was sent is described, not repeated.</summary>
    public string Withheld { get; }
}
