namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>A tenant in the index.</summary>
/// <param name="Version">A hash of its state.</param>
/// <param name="NearBounds">Sentences about bounds that are nearly reached.</param>
/// <param name="EndsAt">When an entry expires, so that it must be read again.</param>
internal sealed record TenantStateVersion(string Version, IReadOnlyList<string> NearBounds, DateTimeOffset? EndsAt);
