namespace Tokenhouse.Server.Data.Entities;

/// <summary>An account's membership in a tenant. A tenant's clients can act only for its members.</summary>
public sealed class Membership : ICachedEntity, IVersioned
{
    public required Guid AccountId { get; init; }

    public required long TenantId { get; init; }

    public required Role Role { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public CacheKey Subject => CacheKey.Account(AccountId);
}
