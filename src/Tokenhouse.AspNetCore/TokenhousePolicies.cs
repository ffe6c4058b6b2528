using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// Requirements of a policy on the access token: a named policy, applied with <c>[Authorize("read")]</c>, the default or the fallback policy. Each adds the
/// scheme <see cref="TokenhouseOptions.Scheme"/> to the policy. If a policy also needs another scheme's identity, add that scheme too.
/// </summary>
public static class TokenhousePolicies
{
    /// <summary>Requires all of the scopes, like <c>RequireScope</c> on an endpoint.</summary>
    /// <param name="policy">The policy. Its existing requirements are kept.</param>
    /// <param name="scopes">The scopes, one per argument, such as <c>Public.Application.Read</c>.</param>
    /// <exception cref="ArgumentException">There is no scope, or a value isn't a scope (RFC 6749, 3.3).</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes) =>
        policy.RequireOfToken(Scopes(scopes));

    /// <summary>
    /// Requires a token of the tenant in the path, like <c>RequireTenant</c> on an endpoint. An endpoint whose route doesn't have this parameter refuses
    /// every call.
    /// </summary>
    /// <param name="policy">The policy. Its existing requirements are kept.</param>
    /// <param name="routeValue">The route parameter, such as <c>tenantId</c> in <c>/v3/{tenantId}/jobs</c>.</param>
    /// <param name="allowVendor">Whether the vendor's own clients (tenant 1) can also access the other tenants of their authority.</param>
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
