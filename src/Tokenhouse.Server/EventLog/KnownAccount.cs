namespace Tokenhouse.Server.EventLog;

/// <summary>The account of a sign-in attempt.</summary>
/// <param name="Email">The account's email address, not the typed one.</param>
/// <param name="Tenants">Its tenants, whose logs contain the attempt.</param>
public sealed record KnownAccount(string Email, IReadOnlyList<long> Tenants);
