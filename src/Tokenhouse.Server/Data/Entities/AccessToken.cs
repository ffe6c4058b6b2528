using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// An access token that must be findable: opaque tokens, tokens for a person, and revoked tokens. A machine's JWT has a
/// row only once it is revoked.
/// </summary>
public sealed class AccessToken : IEnvironmentOwned
{
    /// <summary>
    /// How long a row outlives its token: APIs with their own clocks may accept it for up to five more minutes, and must know until then that it was
    /// revoked.
    /// </summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromMinutes(10);

    /// <summary>SHA-256 of the opaque token, or of a JWT's <c>jti</c> with a prefix, so that the <c>jti</c> doesn't count as a token.</summary>
    public required byte[] Hash { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

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
