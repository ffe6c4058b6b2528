namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>How much a dialect was used within the last 30 days.</summary>
/// <param name="Clients">By how many clients.</param>
/// <param name="LastCallAt">When last, to the minute; none: not at all.</param>
public sealed record DialectUse(int Clients, DateTimeOffset? LastCallAt);
