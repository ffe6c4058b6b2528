namespace Tokenhouse.Core;

/// <summary>What was decided: who may do what, at which API. A token is made from nothing else.</summary>
/// <param name="Subject">The token's <c>sub</c>; for a machine its client id (RFC 9068, 2.2), for a person their account's.</param>
/// <param name="Audience">The identifier of the one API that all granted scopes belong to; null when there is no API among them.</param>
/// <param name="Scope">What was granted.</param>
public sealed record Grant(string Subject, string? Audience, ScopeSet Scope)
{
    /// <summary>What the client presented of a person's, and what is spent when the token is made; none when it acts for itself.</summary>
    public Delegation? Delegation { get; init; }
}
