namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>The usage of a dialect in the last 30 days.</summary>
/// <param name="Clients">The number of clients.</param>
/// <param name="LastCallAt">The last call, to the minute; null if there was none.</param>
public sealed record DialectUse(int Clients, DateTimeOffset? LastCallAt);
