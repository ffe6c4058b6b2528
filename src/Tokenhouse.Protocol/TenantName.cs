namespace Tokenhouse.Protocol;

/// <summary>A tenant's two names: the number that is stored and the slug that begins its hosts.</summary>
public sealed record TenantName(long Id, string Slug);
