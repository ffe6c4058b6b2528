using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A tenant as the directory keeps it.</summary>
/// <param name="Row">What is registered, with its contracts.</param>
/// <param name="Allowlists">Its own list in each environment where it has one.</param>
public sealed record KnownTenant(Tenant Row, IReadOnlyDictionary<Environment, Allowlist> Allowlists);
