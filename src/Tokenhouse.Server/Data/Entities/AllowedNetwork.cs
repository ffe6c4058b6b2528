using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A network from which a tenant's clients, or one of them, can be used in an environment.</summary>
public sealed class AllowedNetwork : IEnvironmentOwned, ICachedEntity
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    /// <summary>The client whose list it is on; null for the tenant's own list.</summary>
    public string? ClientId { get; init; }

    /// <summary>In CIDR notation; one address is a network too: <c>203.0.113.7/32</c>.</summary>
    public required string Network { get; init; }

    /// <summary>A label, such as "office in Oslo".</summary>
    public required string Label { get; set; }

    /// <summary>Who added it.</summary>
    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>When it was last the narrowest match of a request's address. Written in batches, a second or two later.</summary>
    public DateTimeOffset? LastMatchedAt { get; set; }

    public CacheKey Subject => ClientId is null ? CacheKey.Tenant(TenantId) : CacheKey.Client(ClientId);
}
