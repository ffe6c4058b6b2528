using System.Security.Claims;
using Tokenhouse.AspNetCore;

namespace PaymentsApi;

/// <summary>
/// Reads the tenant's number off the token. It says which tenant it is because this API takes tokens of one authority; one with several sets
/// <see cref="TokenhouseOptions.Tenants"/>.
/// </summary>
public static class Tenants
{
    public static string TenantId(this ClaimsPrincipal user) =>
        user.FindFirstValue(TokenhouseClaims.TenantId) ?? throw new InvalidOperationException("The endpoint requires no token.");
}
