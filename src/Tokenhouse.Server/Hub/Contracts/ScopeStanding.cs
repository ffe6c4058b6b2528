namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>The state of a scope in an environment's contracts.</summary>
/// <param name="Name">The scope.</param>
/// <param name="Api">The identifier of its API; null for scopes of the protocol itself.</param>
/// <param name="Holds">Whether it is available now.</param>
/// <param name="BeginsAt">When it becomes available, if it isn't yet.</param>
/// <param name="EndsAt">When it ends, exclusive; null if there is no end date.</param>
public sealed record ScopeStanding(string Name, string? Api, bool Holds, DateTimeOffset? BeginsAt, DateTimeOffset? EndsAt);
