namespace Tokenhouse.Server.Admin.Contracts;

/// <summary>How a scope stands in the contracts of an environment.</summary>
/// <param name="Name">The scope.</param>
/// <param name="Api">The identifier of its API; none for what the protocol itself gives a meaning.</param>
/// <param name="Holds">Whether it counts now.</param>
/// <param name="BeginsAt">When it begins, where it does not count yet.</param>
/// <param name="EndsAt">The first moment at which it no longer counts; none: there is no end in sight.</param>
public sealed record ScopeStanding(string Name, string? Api, bool Holds, DateTimeOffset? BeginsAt, DateTimeOffset? EndsAt);
