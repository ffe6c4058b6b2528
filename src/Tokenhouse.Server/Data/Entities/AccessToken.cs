namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// An access token that must be findable: opaque ones, those that act for a person, and those that were revoked. A machine's JWT has a
/// row only once it is revoked.
/// </summary>
public sealed class AccessToken : IOwned
{
    /// <summary>
    /// How long a row outlives its token: APIs accept one for up to five minutes more, by clocks of their own, and must be told as long that it was
    /// revoked.
    /// </summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromMinutes(10);

    /// <summary>SHA-256 of the opaque token; of a JWT's <c>jti</c>, marked so that the <c>jti</c> is no token.</summary>
    public required byte[] Hash { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The family that it ends with.</summary>
    public required Guid? FamilyId { get; init; }

    public required Guid? AccountId { get; init; }

    public required string Audience { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
