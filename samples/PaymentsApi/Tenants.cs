using System.Security.Claims;
using Tokenhouse.AspNetCore;

namespace PaymentsApi;

/// <summary>Reads the tenant off the token.</summary>
public static class Tenants
{
    public static string Tenant(this ClaimsPrincipal user) =>
        user.FindFirstValue(TokenhouseClaims.Tenant) ?? throw new InvalidOperationException("The endpoint requires no token.");
}
