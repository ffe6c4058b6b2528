namespace Tokenhouse.Core;

/// <summary>The single-use value that carries a person's consent to the token endpoint: exactly one of these cases.</summary>
public abstract record Delegation
{
    private Delegation() { }

    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The chain of refresh tokens that it starts or belongs to.</summary>
    public required Guid FamilyId { get; init; }

    /// <summary>When the person signed in.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>When the person's authorization ends, however often it is refreshed.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>An authorization code (RFC 6749, 4.1.3).</summary>
    public sealed record Code(SecretText Value, string? Nonce) : Delegation
    {
        /// <summary>The browser session in which the person agreed; null if it was issued by an earlier release.</summary>
        public Guid? SessionId { get; init; }

        /// <summary>The claims that the authorization request wanted in the ID token.</summary>
        public IReadOnlyList<string> IdTokenClaims { get; init; } = [];

        /// <summary>The scopes that the authorization request named and that don't exist, separated by spaces; empty if there were none.</summary>
        public string IgnoredScopes { get; init; } = "";
    }

    /// <summary>A refresh token (RFC 6749, 6).</summary>
    public sealed record Refresh(SecretText Value) : Delegation;
}
