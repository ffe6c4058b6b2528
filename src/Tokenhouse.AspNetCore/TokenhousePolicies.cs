using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// What a policy asks of the access token: a named one, which <c>[Authorize("read")]</c> applies, the default or the fallback one. Each adds the
/// scheme <see cref="TokenhouseOptions.Scheme"/> to the policy. A policy that also needs another scheme's identity names that scheme too.
/// </summary>
public static class TokenhousePolicies
{
    /// <summary>As on an endpoint: the token must have all of the scopes.</summary>
    /// <param name="policy">The policy, which keeps what it asks for already.</param>
    /// <param name="scopes">One name each, as <c>Public.Application.Read</c>.</param>
    /// <exception cref="ArgumentException">No scope is named, or one is no scope of RFC 6749, 3.3.</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes) =>
        policy.RequireOfToken(Scopes(scopes));

    /// <summary>
    /// As on an endpoint: the token must be of the tenant that the path names. An endpoint whose route has no such parameter refuses every call.
    /// </summary>
    /// <param name="policy">The policy, which keeps what it asks for already.</param>
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
        scopes.Length > 0 ? new(scopes) : throw new ArgumentException("Name at least one scope.", nameof(scopes));
}
