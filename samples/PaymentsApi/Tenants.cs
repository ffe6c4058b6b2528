using System.Security.Claims;
using Tokenhouse.AspNetCore;

namespace PaymentsApi;

/// <summary>
/// Reads the tenant's number from the token. It identifies the tenant because this API accepts tokens from one authority; with several, set
/// <see cref="TokenhouseOptions.Tenants"/>.
/// </summary>
public static class Tenants
{
    public static string TenantId(this ClaimsPrincipal user) =>
        user.FindFirstValue(TokenhouseClaims.TenantId) ?? throw new InvalidOperationException("The endpoint requires no token.");
}
