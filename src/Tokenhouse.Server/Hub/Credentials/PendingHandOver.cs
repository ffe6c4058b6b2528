namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A pending link to collect the first secret of a credential, without the link itself.</summary>
/// <param name="MadeBy">Who created the link: an email address or a client ID.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record PendingHandOver(string MadeBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
