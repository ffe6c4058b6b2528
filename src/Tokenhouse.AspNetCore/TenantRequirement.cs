using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>Requires that the path contains the token's tenant number. Checked by <see cref="TenantAuthorizationHandler"/>.</summary>
/// <param name="routeValue">The route parameter that contains the number.</param>
/// <param name="allowVendor">Whether the vendor's own clients can also access the other tenants of their authority.</param>
internal sealed class TenantRequirement(string routeValue, bool allowVendor) : IAuthorizationRequirement
{
    public string RouteValue => routeValue;

    public bool AllowVendor => allowVendor;
}
