using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Tokenhouse.Core;

/// <summary>The scopes of all APIs, each of one API.</summary>
/// <param name="apis">The identifier of its API, by scope.</param>
public sealed class ScopeCatalogue(FrozenDictionary<string, string> apis)
{
    /// <summary>The lifetimes of access tokens that the vendor set, by API.</summary>
    public IReadOnlyDictionary<string, TimeSpan> AccessTokenLifetimes { get; init; } = FrozenDictionary<string, TimeSpan>.Empty;

    /// <summary>The scopes of APIs.</summary>
    public IEnumerable<string> Names => apis.Keys;

    /// <summary>Whether there is such a scope: an API's, or one that the protocol itself gives a meaning.</summary>
    public bool Has(string scope) => StandardScopes.SignIn.Contains(scope) || apis.ContainsKey(scope);

    /// <summary>Whether a scope is about the person who signs in. One that an API had before it got that meaning stays the API's.</summary>
    public bool IsSignIn(string scope) => StandardScopes.SignIn.Contains(scope) && !apis.ContainsKey(scope);

    /// <summary>The lifetime that the vendor set for the access tokens of an API; null if none is set.</summary>
    public TimeSpan? AccessTokenLifetime(string? api) =>
        api is not null && AccessTokenLifetimes.TryGetValue(api, out var lifetime) ? lifetime : null;

    /// <summary>The API that a scope belongs to; null if it belongs to none.</summary>
    public string? ApiOf(string scope) => apis.GetValueOrDefault(scope);

    /// <summary>The API that all scopes belong to, null if none belongs to any; or the refusal if there are two, or if the request names another.</summary>
    public bool HasOneApi(ScopeSet scope, IReadOnlyList<string> targets, out string? api, [NotNullWhen(false)] out OAuthError? refusal)
    {
        (api, refusal) = (null, null);
        foreach (var name in scope.Names)
        {
            if (!apis.TryGetValue(name, out var other))
                continue;
            if (api is not null && api != other)
            {
                refusal = OAuthError
                    .InvalidScope(
                        $"The scopes belong to two APIs, {new TrustedText(api)} and {new TrustedText(other)}, but a token is for one API. Request the scopes of only one."
                    )
                    .Because(
                        RefusalKind.ScopesOfTwoApis,
                        $"the scopes belong to two APIs, {new TrustedText(api)} and {new TrustedText(other)}"
                    );
                return false;
            }
            api = other;
        }
        refusal = RestrictingParameters.TargetFault(targets, api);
        return refusal is null;
    }
}
