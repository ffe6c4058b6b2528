namespace Tokenhouse.Core;

/// <summary>The decision: who may do what, at which API. A token is created only from this.</summary>
/// <param name="Subject">The token's <c>sub</c>: a machine's client ID (RFC 9068, 2.2), or a person's account ID.</param>
/// <param name="Audience">The identifier of the API that all granted scopes belong to; null if they belong to none.</param>
/// <param name="Scope">What was granted.</param>
public sealed record Grant(string Subject, string? Audience, ScopeSet Scope)
{
    /// <summary>The person's code or refresh token, which is spent when the token is created; null if the client acts for itself.</summary>
    public Delegation? Delegation { get; init; }
}
