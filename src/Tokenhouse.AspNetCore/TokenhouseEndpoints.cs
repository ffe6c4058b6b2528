using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// Requirements of an endpoint on the access token. All of them apply together: on groups and endpoints, in policies, with <c>[Authorize]</c>. As
/// everywhere in ASP.NET Core, <c>AllowAnonymous</c> on the endpoint or on one of its groups lifts all of it.
/// </summary>
public static class TokenhouseEndpoints
{
    /// <summary>
    /// Requires a token with all of the scopes. Without a valid token the response is 401; if a scope is missing, it is 403
    /// <c>insufficient_scope</c> and lists the required scopes (RFC 6750, 3.1).
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="scopes">The scopes, one per argument, such as <c>Public.Application.Read</c>.</param>
    /// <exception cref="ArgumentException">There is no scope, or a value isn't a scope (RFC 6749, 3.3).</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new TokenAuthorizeAttribute(TokenhousePolicies.Scopes(scopes)));

    /// <summary>
    /// Requires a token of the tenant whose number (<c>tenant_id</c>) is in the path. The number identifies the tenant of the authority
    /// listed in <see cref="TokenhouseOptions.Tenants"/>. Without a valid token the response is 401; with another tenant's token, it is 403
    /// <c>insufficient_scope</c>.
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="routeValue">The route parameter, such as <c>tenantId</c> in <c>/v3/{tenantId}/jobs</c>.</param>
    /// <param name="allowVendor">Whether the vendor's own clients (tenant 1) can also access the other tenants of their authority.</param>
    /// <exception cref="InvalidOperationException">Thrown when endpoints are built, if the route has no such parameter.</exception>
    public static TBuilder RequireTenant<TBuilder>(this TBuilder builder, string routeValue, bool allowVendor = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern: var pattern } && pattern.GetParameter(routeValue) is null)
                throw new InvalidOperationException(
                    $"RequireTenant(\"{routeValue}\"): the route '{pattern.RawText}' doesn't have a parameter with that name."
                );
        });
        return builder.WithMetadata(new TokenAuthorizeAttribute(new TenantRequirement(routeValue, allowVendor)));
    }
}
