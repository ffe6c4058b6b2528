using System.Collections.Frozen;

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

    /// <summary>
    /// What one token can have of a scope: the scopes of the API that the request names (RFC 8707, 2), or else of the only API there is; and those that
    /// belong to no API.
    /// </summary>
    public Result<TokenScope, OAuthError> ForOneApi(ScopeSet scope, string? target)
    {
        if (target is not null)
            scope = Narrowed(scope, target);
        string? api = null;
        foreach (var name in scope.Names)
        {
            if (ApiOf(name) is not { } other)
                continue;
            if (api is not null && api != other)
                return TwoApis(new(api), new(other));
            api = other;
        }
        return target is null || target == api
            ? new TokenScope(api, scope)
            : OAuthError.InvalidTarget(
                Unknown(target) ?? new(RefusalKind.TargetNotOfScope, $"the token would have no scope of the API {new TrustedText(target)}")
            );
    }

    /// <summary>Why a text names no API; null if it names one.</summary>
    public RefusalReason? Unknown(string target) =>
        apis.Values.Contains(target) ? null
        : ResourceIndicator.IsWellFormed(target)
            ? new(RefusalKind.TargetUnknown, $"no API with scopes has the identifier {new UntrustedText(target, "that was sent")}")
        : new(RefusalKind.TargetUnknown, $"resource or audience isn't an absolute URI without a fragment, so it names no API");

    private ScopeSet Narrowed(ScopeSet scope, string target) => new(scope.Names.Where(name => ApiOf(name) is not { } api || api == target));

    private static OAuthError TwoApis(TrustedText one, TrustedText other) =>
        OAuthError
            .InvalidScope(
                $"The scopes belong to two APIs, {one} and {other}, but a token is for one API. Request the scopes of only one, or name it with resource."
            )
            .Because(RefusalKind.ScopesOfTwoApis, $"the scopes belong to two APIs, {one} and {other}");
}
