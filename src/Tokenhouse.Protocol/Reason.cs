namespace Tokenhouse.Protocol;

/// <summary>Why a request was refused, exactly: for the event log, with no way onto the wire.</summary>
/// <param name="Kind">What it comes to.</param>
/// <param name="Sentence">
/// Names what is wrong: which scope, which secret by its hint, which address, which date. Never a secret, a token, a password or what only a
/// stranger wrote.
/// </param>
public sealed record Reason(RefusalKind Kind, string Sentence);
