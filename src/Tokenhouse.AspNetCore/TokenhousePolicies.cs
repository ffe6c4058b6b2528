using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// Requirements of a policy on the access token: a named policy, applied with <c>[Authorize("read")]</c>, the default or the fallback policy. Each adds the
/// scheme <see cref="TokenhouseOptions.Scheme"/> to the policy. If a policy also needs another scheme's identity, add that scheme too.
/// </summary>
public static class TokenhousePolicies
{
    /// <summary>Requires all of the scopes, as on an endpoint.</summary>
    /// <param name="policy">The policy. Its existing requirements are kept.</param>
    /// <param name="scopes">One name each, as <c>Public.Application.Read</c>.</param>
    /// <exception cref="ArgumentException">No scope is named, or one is no scope of RFC 6749, 3.3.</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes) =>
        policy.RequireOfToken(Scopes(scopes));

    /// <summary>
    /// Requires a token of the tenant in the path, as on an endpoint. An endpoint whose route has no such parameter refuses every call.
    /// </summary>
    /// <param name="policy">The policy. Its existing requirements are kept.</param>
    /// <param name="routeValue">The parameter of the route, as <c>tenantId</c> in <c>/v3/{tenantId}/jobs</c>.</param>
    /// <param name="allowVendor">Whether the vendor's own clients reach over the tenants of their authority.</param>
    public static AuthorizationPolicyBuilder RequireTenant(
        this AuthorizationPolicyBuilder policy,
        string routeValue,
        bool allowVendor = false
    ) => policy.RequireOfToken(new TenantRequirement(routeValue, allowVendor));

    internal static AuthorizationPolicyBuilder RequireOfToken(
        this AuthorizationPolicyBuilder policy,
        IAuthorizationRequirement requirement
    ) => policy.AddAuthenticationSchemes(TokenhouseOptions.Scheme).AddRequirements(requirement);

    internal static ScopeRequirement Scopes(string[] scopes) =>
        scopes.Length > 0 ? new(scopes) : throw new ArgumentException("Pass at least one scope.", nameof(scopes));
}
