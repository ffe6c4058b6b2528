namespace Tokenhouse.Core;

/// <summary>The single-use value by which a person's agreement reached the token endpoint: one case for each, and no other.</summary>
public abstract record Delegation
{
    private Delegation() { }

    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The chain of refresh tokens that it begins or belongs to.</summary>
    public required Guid FamilyId { get; init; }

    /// <summary>When the person signed in.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>An authorization code (RFC 6749, 4.1.3).</summary>
    public sealed record Code(SecretText Value, string? Nonce) : Delegation;

    /// <summary>A refresh token (RFC 6749, 6).</summary>
    public sealed record Refresh(SecretText Value) : Delegation;
}
