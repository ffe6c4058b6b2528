using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>Requires an access token with all of the scopes. Checked by <see cref="ScopeAuthorizationHandler"/>.</summary>
internal sealed class ScopeRequirement : IAuthorizationRequirement
{
    /// <param name="scopes">The required scopes. If empty, any valid token is accepted.</param>
    /// <exception cref="ArgumentException">A value isn't a scope (RFC 6749, 3.3).</exception>
    public ScopeRequirement(IEnumerable<string> scopes)
    {
        Scopes = [.. scopes];
        if (Scopes.FirstOrDefault(scope => !IsScope(scope)) is { } wrong)
            throw new ArgumentException($"'{wrong}' isn't a scope. Pass each scope as a separate argument.", nameof(scopes));
    }

    public IReadOnlyList<string> Scopes { get; }

    private static bool IsScope(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(letter => letter is > ' ' and < (char)127 and not ('"' or '\\'));
}
