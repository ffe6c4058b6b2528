using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>The scopes that a tenant has in an environment, for a period. This is the only source of scopes.</summary>
public sealed class Contract : IEnvironmentOwned, ICachedEntity, IVersioned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required List<string> Scopes { get; set; }

    /// <summary>When it starts.</summary>
    public required DateTimeOffset From { get; set; }

    /// <summary>When it ends, exclusive; null for no end date.</summary>
    public DateTimeOffset? Until { get; set; }

    public int Version { get; set; }

    public CacheKey Subject => CacheKey.Tenant(TenantId);

    public ContractTerms Terms => new(Scopes, From, Until);
}
