namespace Tokenhouse.Server.Admin.Keys;

/// <summary>A signing key, without anything that is private.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="Algorithm">As in RFC 7518.</param>
/// <param name="CreatedAt">Since when it is published.</param>
/// <param name="SignsAt">Since when it signs, or from when.</param>
/// <param name="SignsUntil">When the next one takes over; none: that is not there yet.</param>
/// <param name="PublishedUntil">When the last token that it signed has expired for sure; none: there is no next one yet.</param>
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
