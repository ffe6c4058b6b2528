namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Routes that require a permission.</summary>
internal static class PermissionRoutes
{
    /// <summary>The caller must have the permission in the tenant that the path names, or in the vendor's tenant if the path names none.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(permission).RequireAuthorization(policy => policy.AddRequirements(permission));

    /// <summary>The tenant in which the caller wants to act.</summary>
    public static string TenantOf(HttpContext http) => (string?)http.Request.RouteValues["tenant"] ?? Vendor;

    private const string Vendor = "vendor";
}
