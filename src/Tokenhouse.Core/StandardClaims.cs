namespace Tokenhouse.Core;

/// <summary>The claims about a person, each released by one scope (OpenID Connect Core 1.0, 5.1 and 5.4).</summary>
public static class StandardClaims
{
    public const string Name = "name";
    public const string PreferredUsername = "preferred_username";
    public const string Locale = "locale";
    public const string UpdatedAt = "updated_at";
    public const string Email = "email";
    public const string EmailVerified = "email_verified";

    private static readonly Dictionary<string, string> Scopes = new()
    {
        [Name] = StandardScopes.Profile,
        [PreferredUsername] = StandardScopes.Profile,
        [Locale] = StandardScopes.Profile,
        [UpdatedAt] = StandardScopes.Profile,
        [Email] = StandardScopes.Email,
        [EmailVerified] = StandardScopes.Email,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> Names => Scopes.Keys;

    /// <summary>The scope that releases a claim; null if none does.</summary>
    public static string? ScopeOf(string claim) => Scopes.GetValueOrDefault(claim);
}
