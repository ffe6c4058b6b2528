using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>An access or refresh token that is currently valid. Only <see cref="TokenValidator"/> creates it.</summary>
/// <param name="Client">The client it was issued to.</param>
/// <param name="Subject">The subject it acts for.</param>
/// <param name="Scope">The scopes that client and contract still allow.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record ValidatedToken(RegisteredClient Client, string Subject, ScopeSet Scope, DateTimeOffset ExpiresAt)
{
    /// <summary>The API it is for; null for a refresh token, which is for this server.</summary>
    public string? Audience { get; init; }

    /// <summary>For a refresh token: when the person's authorization ends, however often it is refreshed.</summary>
    public DateTimeOffset? AuthorizationEndsAt { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public string? Issuer { get; init; }

    /// <summary>The person it acts for; null if the client acts for itself.</summary>
    public Guid? AccountId { get; init; }
}
