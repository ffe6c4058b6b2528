namespace Tokenhouse.Core;

/// <summary>
/// The exact reason of a refusal, for the event log and never on the wire. Names the scope, the secret's hint, the address,
/// the date; never a secret, a token or a password.
/// </summary>
public sealed record RefusalReason
{
    public RefusalReason(RefusalKind kind, LogText sentence) => (Kind, Sentence, Withheld) = (kind, sentence.Full, sentence.Withheld);

    /// <summary>Its kind.</summary>
    public RefusalKind Kind { get; }

    /// <summary>The text if the client proved its secret.</summary>
    public string Sentence { get; }

    /// <summary>The text if the request proved nothing: it describes what was sent instead of repeating it.</summary>
    public string Withheld { get; }
}
