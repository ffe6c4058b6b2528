namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>A signing key without private data.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Algorithm">As in RFC 7518.</param>
/// <param name="CreatedAt">Since when it is published.</param>
/// <param name="SignsAt">When it starts to sign.</param>
/// <param name="SignsUntil">When the next key takes over; null if there is none yet.</param>
/// <param name="PublishedUntil">When all tokens it signed have expired; null if there is no next key yet.</param>
/// <param name="State"><c>next</c>, <c>signing</c> or <c>verifying</c>.</param>
public sealed record KeyEntry(
    string Id,
    string Environment,
    string Algorithm,
    DateTimeOffset CreatedAt,
    DateTimeOffset SignsAt,
    DateTimeOffset? SignsUntil,
    DateTimeOffset? PublishedUntil,
    string State
);
