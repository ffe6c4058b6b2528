using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// The chain of refresh tokens that began with one code. It has one unspent token and a fixed maximum lifetime. When it ends,
/// everything created from it ends.
/// </summary>
public sealed class RefreshFamily : IEnvironmentOwned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Scope { get; init; }

    /// <summary>When the person signed in. The family's lifetime starts here.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset UsedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it ended, in a sentence for the tenant.</summary>
    public string? EndReason { get; set; }

    /// <summary>When the family expires under a policy, which may have been lowered since it began.</summary>
    public DateTimeOffset EndsBy(TokenPolicy policy) =>
        AuthenticatedAt + policy.FamilyLifetime is var limit && limit < ExpiresAt ? limit : ExpiresAt;
}
