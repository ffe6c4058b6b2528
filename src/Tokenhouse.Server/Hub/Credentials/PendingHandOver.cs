namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A pending link to collect the first secret of a credential, without the link itself.</summary>
public sealed record PendingHandOver(string MadeBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
