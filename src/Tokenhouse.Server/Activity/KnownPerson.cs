namespace Tokenhouse.Server.Activity;

/// <summary>An account that somebody tried to sign in to.</summary>
/// <param name="Email">As the account has it, not as it was typed.</param>
/// <param name="Tenants">Those that it is a member of: their logs tell of the attempt.</param>
public sealed record KnownPerson(string Email, IReadOnlyList<long> Tenants);
