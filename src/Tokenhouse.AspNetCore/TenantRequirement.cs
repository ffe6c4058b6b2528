using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>The path must name the token's tenant, by its number. <see cref="TenantAuthorizationHandler"/> judges it.</summary>
/// <param name="routeValue">The parameter of the route that holds the number.</param>
/// <param name="allowVendor">Whether the vendor's own clients reach over the tenants of their authority.</param>
internal sealed class TenantRequirement(string routeValue, bool allowVendor) : IAuthorizationRequirement
{
    public string RouteValue => routeValue;

    public bool AllowVendor => allowVendor;
}
