using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// An authorization code (RFC 6749, 4.1.2) with everything it is bound to. Spent by one conditional update, and kept for a
/// while afterwards, so that a second use is detected.
/// </summary>
public sealed class AuthorizationCode : IEnvironmentOwned
{
    public required byte[] Hash { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Dialect { get; init; }

    public required string RedirectUri { get; init; }

    public required string Scope { get; init; }

    /// <summary>The <c>S256</c> challenge (RFC 7636, 4.2), if one was sent.</summary>
    public required string? Challenge { get; init; }

    public required string? Nonce { get; init; }

    /// <summary>The claims that the request wants in the ID token, separated by spaces.</summary>
    public string IdTokenClaims { get; init; } = "";

    /// <summary>Scopes that the request named and that don't exist, separated by spaces. They are for the event log, once the client proves its secret.</summary>
    public string IgnoredScopes { get; init; } = "";

    /// <summary>The session in which the person agreed.</summary>
    public Guid? SessionId { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }

    /// <summary>The family that starts when it is spent.</summary>
    public required Guid FamilyId { get; init; }
}
