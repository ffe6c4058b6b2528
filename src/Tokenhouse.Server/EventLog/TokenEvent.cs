using System.Net;
using Tokenhouse.Core;

namespace Tokenhouse.Server.EventLog;

/// <summary>An answered request on its way to the database: an issued token, a sign-in, or a refusal.</summary>
public readonly record struct TokenEvent(
    DateTimeOffset At,
    Site Site,
    string Dialect,
    AttributedClient? Caller,
    RefusalCause? Refusal,
    IPAddress? Address,
    string CorrelationId
)
{
    /// <summary>The attempted operation, one of <see cref="EventOperations"/>; empty for others.</summary>
    public string Operation { get; init; } = "";

    /// <summary>
    /// The email address of a sign-in attempt, as typed and normalized by Identity. Whether the account exists is looked up when the
    /// event is written, so that the response takes the same time either way. An address without an account isn't stored.
    /// </summary>
    public string? SignIn { get; init; }

    /// <summary>The number of identical events.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Without the email address, which may be anyone's.</summary>
    public override string ToString() => $"{Operation} {Refusal?.Code} {CorrelationId}";
}
