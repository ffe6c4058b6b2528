using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>There must be an access token, and it must have all of the scopes. <see cref="ScopeAuthorizationHandler"/> judges it.</summary>
internal sealed class ScopeRequirement : IAuthorizationRequirement
{
    /// <param name="scopes">None: any good token will do.</param>
    /// <exception cref="ArgumentException">One is no scope of RFC 6749, 3.3.</exception>
    public ScopeRequirement(IEnumerable<string> scopes)
    {
        Scopes = [.. scopes];
        if (Scopes.FirstOrDefault(scope => !IsScope(scope)) is { } wrong)
            throw new ArgumentException($"'{wrong}' is no scope. Name each as an argument of its own.", nameof(scopes));
    }

    public IReadOnlyList<string> Scopes { get; }

    private static bool IsScope(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(letter => letter is > ' ' and < (char)127 and not ('"' or '\\'));
}
