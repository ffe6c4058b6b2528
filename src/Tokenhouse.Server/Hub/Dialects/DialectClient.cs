namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>A client that still uses a dialect.</summary>
/// <param name="Tenant">The slug of its tenant.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Client">Its ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="LastDay">How many tokens it got in the last 24 hours.</param>
/// <param name="LastMonth">How many tokens it got in the last 30 days.</param>
/// <param name="LastCallAt">When it got the last one, to the minute.</param>
public sealed record DialectClient(
    string Tenant,
    string Environment,
    string Client,
    string Name,
    long LastDay,
    long LastMonth,
    DateTimeOffset LastCallAt
);
