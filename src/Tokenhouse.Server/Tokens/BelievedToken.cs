using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>An access or refresh token that is good at this moment: it is made by <see cref="Reader"/> alone.</summary>
/// <param name="Client">Whom it was issued to.</param>
/// <param name="Subject">Whom it acts for.</param>
/// <param name="Scope">What it allows, as far as client and contract still do.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record BelievedToken(RegisteredClient Client, string Subject, ScopeSet Scope, DateTimeOffset ExpiresAt)
{
    /// <summary>Whom it is for; none for a refresh token, which is for this server.</summary>
    public string? Audience { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public string? Issuer { get; init; }

    /// <summary>The person it acts for; none when the client acts for itself.</summary>
    public Guid? AccountId { get; init; }
}
