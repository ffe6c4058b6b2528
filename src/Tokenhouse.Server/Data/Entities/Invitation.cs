namespace Tokenhouse.Server.Data.Entities;

/// <summary>An invitation to become a member of a tenant, with a link that works once and for a limited time. Only the link's hash is stored.</summary>
public sealed class Invitation : ITenantOwned
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    public required long TenantId { get; init; }

    public required Role Role { get; init; }

    /// <summary>The invited email address. Null for anyone with the link, which only applies to the first operator.</summary>
    public required string? Email { get; init; }

    /// <summary>Whether it was emailed, so that the link proves ownership of the mailbox. Otherwise it was shown, to be passed on.</summary>
    public required bool IsMailed { get; init; }

    public required string InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}
