namespace Tokenhouse.Core;

/// <summary>What a client may ask a person for.</summary>
/// <param name="Granted">The scopes that would be granted.</param>
/// <param name="Ignored">Requested scopes that don't exist, and that a sign-in ignores (OpenID Connect Core 1.0, 3.1.2.1).</param>
public sealed record ScopeDecision(ScopeSet Granted, IReadOnlyList<string> Ignored);
