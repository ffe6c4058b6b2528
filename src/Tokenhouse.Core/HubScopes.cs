namespace Tokenhouse.Core;

/// <summary>The API of the Hub in the catalogue of every datacentre. Every LIVE contract includes its scopes without listing them.</summary>
public static class HubScopes
{
    /// <summary>The <c>aud</c> of its tokens.</summary>
    public const string Identifier = "urn:tokenhouse:hub";

    public const string Name = "Tokenhouse Hub";

    /// <summary>The prefix of all its scopes.</summary>
    public const string ScopePrefix = "hub.";

    /// <summary>The scope that the Hub itself requests when a person signs in.</summary>
    public const string SignIn = "hub.sign-in";

    /// <summary>Whether a scope is one of the Hub's.</summary>
    public static bool Owns(string scope) => scope.StartsWith(ScopePrefix, StringComparison.Ordinal);

    public static readonly IReadOnlyList<string> Scopes =
    [
        SignIn,
        "hub.credentials.read",
        "hub.credentials.write",
        "hub.requests.read",
        "hub.requests.write",
        "hub.allowlists.read",
        "hub.allowlists.write",
        "hub.people.read",
        "hub.people.write",
        "hub.log.read",
        "hub.audit.read",
        "hub.contracts.read",
        "hub.contracts.write",
        "hub.tenants.read",
        "hub.tenants.write",
    ];
}
