using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A period in which a client can be used from any address, in spite of its own list and its tenant's ("dynamic addresses"). Rows are never
/// deleted: together they record who allowed what, when and why.
/// </summary>
public sealed class AllowlistExemption : IEnvironmentOwned, ICachedEntity
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required string Reason { get; init; }

    public required string GrantedBy { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>When it expires. Every exemption expires.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was withdrawn before its expiry, if it was.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnBy { get; set; }

    public CacheKey Subject => CacheKey.Client(ClientId);
}
