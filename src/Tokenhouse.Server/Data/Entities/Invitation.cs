namespace Tokenhouse.Server.Data.Entities;

/// <summary>Somebody may become a member of a tenant, by a link that works once and for a while. Only its hash is kept.</summary>
public sealed class Invitation : IOfTenant
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    public required long TenantId { get; init; }

    public required Role Role { get; init; }

    /// <summary>Whom it was sent to. None: whoever has the link, which only the first operator's is.</summary>
    public required string? Email { get; init; }

    /// <summary>Whether it went there by mail, so that whoever has the link has the mailbox; else it was handed out, to be passed on.</summary>
    public required bool IsMailed { get; init; }

    public required string InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}
