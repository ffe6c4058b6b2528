using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>The rules for names of APIs and scopes, with their error sentences.</summary>
internal static class CatalogueNames
{
    public static string? NameFault(string name) =>
        string.IsNullOrWhiteSpace(name) ? "Enter a name for the API."
        : name.Trim().Length > Schema.ApiName ? $"A name can have at most {Schema.ApiName} characters."
        : !PlainText.IsLine(name) ? "A name must be one line, without control characters or invisible characters."
        : null;

    /// <summary>An identifier is a resource indicator.</summary>
    public static string? IdentifierFault(string identifier) =>
        identifier.Length > Schema.ApiIdentifier ? $"An identifier can have at most {Schema.ApiIdentifier} characters."
        : !ResourceIndicator.IsWellFormed(identifier)
            ? "An identifier must be an absolute URI without a fragment, such as urn:example:hr or https://api.example.com/v3."
        : null;

    /// <summary>A scope is a scope-token (RFC 6749, 3.3).</summary>
    public static string? ScopeFault(string scope) =>
        scope.Length is 0 or > Schema.ScopeName ? $"A scope must have between 1 and {Schema.ScopeName} characters."
        : !ScopeSet.Parse(scope).Ok(out var parsed, out _) || parsed.Names is not [var only] || only != scope
            ? "A scope must be one word of visible ASCII characters without quotation marks and backslashes, such as Public.Job.Read (RFC 6749, 3.3)."
        : HubScopes.Owns(scope) ? $"Scopes that begin with {HubScopes.ScopePrefix} belong to the Hub. Choose another prefix."
        : scope is StandardScopes.OfflineAccess || StandardScopes.SignIn.Contains(scope)
            ? $"{scope} has its own meaning in the protocol and can't belong to an API."
        : null;
}
