namespace Tokenhouse.Server.Data.Entities;

/// <summary>A link in an email that works once, for a limited time. Only its hash is stored.</summary>
public sealed class Link
{
    public required byte[] Hash { get; init; }

    public required LinkPurpose Purpose { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }
}
