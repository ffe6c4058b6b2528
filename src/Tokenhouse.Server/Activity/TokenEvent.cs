using System.Net;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Activity;

/// <summary>One answered request, on its way to the database: a token was issued, or a person signed in, unless there is a refusal.</summary>
public readonly record struct TokenEvent(
    DateTimeOffset At,
    Site Site,
    string Dialect,
    Caller? Caller,
    RefusalCause? Refusal,
    IPAddress? Address,
    string CorrelationId
)
{
    /// <summary>What was attempted, one of <see cref="Attempts"/>; empty for anything else.</summary>
    public string Operation { get; init; } = "";

    /// <summary>
    /// Who tried to sign in: a mail address as somebody typed it, as Identity looks it up. Whether there is such an account is found out when the
    /// event is written, so that the answer takes as long for one as for the other; an address that is no account's goes no further.
    /// </summary>
    public string? SignIn { get; init; }

    /// <summary>How many there were that were alike.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Without the mail address, which may be anybody's.</summary>
    public override string ToString() => $"{Operation} {Refusal?.Code} {CorrelationId}";
}
