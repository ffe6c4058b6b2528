using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Tokenhouse.AspNetCore;

/// <summary>What an endpoint asks of the access token.</summary>
public static class TokenhouseEndpoints
{
    /// <summary>
    /// Lets only calls through whose token has all of the scopes. Without a good token the answer is 401, without a scope 403
    /// <c>insufficient_scope</c> naming what is needed (RFC 6750, 3.1).
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="scopes">One name each, as <c>Public.Application.Read</c>.</param>
    /// <exception cref="ArgumentException">No scope is named, or one is no scope of RFC 6749, 3.3.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        if (scopes.Length == 0)
            throw new ArgumentException("Name at least one scope.", nameof(scopes));
        if (Array.Find(scopes, scope => !IsScope(scope)) is { } wrong)
            throw new ArgumentException($"'{wrong}' is no scope. Name each as an argument of its own.", nameof(scopes));
        return builder.RequireAuthorization(Policy(new ScopeRequirement(scopes)));
    }

    /// <summary>
    /// Lets only calls through whose token is of the tenant that the path names by its number (<c>tenant_id</c>); the vendor's own tenant, 1, may
    /// reach over tenants. Without a good token the answer is 401, with another tenant's 403 <c>insufficient_scope</c>.
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="routeValue">The parameter of the route, as <c>tenantId</c> in <c>/v3/{tenantId}/jobs</c>.</param>
    /// <exception cref="InvalidOperationException">When endpoints are built: the route has no such parameter.</exception>
    public static TBuilder RequireTenant<TBuilder>(this TBuilder builder, string routeValue)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern: var pattern } && pattern.GetParameter(routeValue) is null)
                throw new InvalidOperationException(
                    $"RequireTenant(\"{routeValue}\"): the route '{pattern.RawText}' has no parameter of that name."
                );
        });
        return builder.RequireAuthorization(Policy(new TenantRequirement(routeValue)));
    }

    private static AuthorizationPolicy Policy(IAuthorizationRequirement requirement) =>
        new AuthorizationPolicyBuilder(TokenhouseOptions.Scheme).RequireAuthenticatedUser().AddRequirements(requirement).Build();

    private static bool IsScope(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(letter => letter is > ' ' and < (char)127 and not ('"' or '\\'));
}
