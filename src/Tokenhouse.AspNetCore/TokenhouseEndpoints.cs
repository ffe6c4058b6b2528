using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// What an endpoint asks of the access token. Whatever is stacked holds together: on groups and endpoints, in policies, by <c>[Authorize]</c>. As
/// everywhere in ASP.NET Core, <c>AllowAnonymous</c> on the endpoint or on one of its groups lifts all of it.
/// </summary>
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
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new TokenAuthorizeAttribute(TokenhousePolicies.Scopes(scopes)));

    /// <summary>
    /// Lets only calls through whose token is of the tenant that the path names by its number (<c>tenant_id</c>), where the number means the tenant
    /// of the authority that <see cref="TokenhouseOptions.Tenants"/> names. Without a good token the answer is 401, with another tenant's 403
    /// <c>insufficient_scope</c>.
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="routeValue">The parameter of the route, as <c>tenantId</c> in <c>/v3/{tenantId}/jobs</c>.</param>
    /// <param name="allowVendor">Whether the vendor's own clients (tenant 1) pass as well, for the tenants of their authority.</param>
    /// <exception cref="InvalidOperationException">When endpoints are built: the route has no such parameter.</exception>
    public static TBuilder RequireTenant<TBuilder>(this TBuilder builder, string routeValue, bool allowVendor = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern: var pattern } && pattern.GetParameter(routeValue) is null)
                throw new InvalidOperationException(
                    $"RequireTenant(\"{routeValue}\"): the route '{pattern.RawText}' has no parameter of that name."
                );
        });
        return builder.WithMetadata(new TokenAuthorizeAttribute(new TenantRequirement(routeValue, allowVendor)));
    }
}
