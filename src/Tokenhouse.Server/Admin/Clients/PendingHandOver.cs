namespace Tokenhouse.Server.Admin.Clients;

/// <summary>A link by which the first secret of a credential can be fetched, without the link itself.</summary>
public sealed record PendingHandOver(string MadeBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
