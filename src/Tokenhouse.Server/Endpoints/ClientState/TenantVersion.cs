namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>What the index has of a tenant.</summary>
/// <param name="Version">A hash of what there is to say of it.</param>
/// <param name="NearBounds">Sentences about what comes near a bound.</param>
/// <param name="EndsAt">When something of it ends by itself, and it is read again.</param>
internal sealed record TenantVersion(string Version, IReadOnlyList<string> NearBounds, DateTimeOffset? EndsAt);
