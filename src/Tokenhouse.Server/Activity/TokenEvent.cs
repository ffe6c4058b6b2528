using System.Net;
using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Activity;

/// <summary>One answered request, on its way to the database: a token was issued, unless there is a refusal.</summary>
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
    /// <summary>How many there were that were alike.</summary>
    public int Count { get; init; } = 1;
}
