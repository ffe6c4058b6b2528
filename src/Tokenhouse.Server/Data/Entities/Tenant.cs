using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A customer of the API vendor; lives in one datacentre.</summary>
public sealed class Tenant : ICachedEntity, IVersioned
{
    public required long Id { get; init; }

    /// <summary>The first label of the tenant's own hosts.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>The names of the dialects that its clients can use.</summary>
    public required List<string> Dialects { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Whether each of its clients requires an allowlist, its own or the tenant's.</summary>
    public bool RequiresAllowlist { get; set; }

    /// <summary>Whether its access tokens are JWTs even in dialects with opaque ones.</summary>
    public bool PrefersJwt { get; set; }

    /// <summary>Lowers the dialect's <see cref="TokenPolicy.IdleLifetime"/>.</summary>
    public TimeSpan? IdleLifetime { get; set; }

    /// <summary>Lowers the dialect's <see cref="TokenPolicy.FamilyLifetime"/>.</summary>
    public TimeSpan? FamilyLifetime { get; set; }

    /// <summary>Whether UAT requests within the contract are approved automatically.</summary>
    public bool ApprovesUatItself { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public List<Contract> Contracts { get; init; } = [];

    public CacheKey Subject => CacheKey.Tenant(Id);
}
