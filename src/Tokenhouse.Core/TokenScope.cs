namespace Tokenhouse.Core;

/// <summary>What one token can have: scopes of one API, and those that belong to none.</summary>
/// <param name="Api">The API; null if all scopes are about the person who signs in.</param>
/// <param name="Scope">The scopes.</param>
public sealed record TokenScope(string? Api, ScopeSet Scope);
