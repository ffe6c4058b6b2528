namespace Tokenhouse.Server.Data.Entities;

/// <summary>One refresh token of a family, by its hash. Spent once; what is spent is remembered, so that its theft is noticed.</summary>
public sealed class RefreshToken : IOwned
{
    public required byte[] Hash { get; init; }

    public required Guid FamilyId { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    /// <summary>The dialect that issued it.</summary>
    public required string Dialect { get; init; }

    /// <summary>When it ends if it is not used; once spent, how long it is remembered.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? SpentAt { get; set; }

    /// <summary>Until when a repeat gets the successor again.</summary>
    public DateTimeOffset? GraceEndsAt { get; set; }

    /// <summary>The hash of the token that followed.</summary>
    public byte[]? SuccessorHash { get; set; }

    /// <summary>The token that followed, sealed under this one, which only its bearer knows. Erased when the window ends.</summary>
    public byte[]? Successor { get; set; }
}
