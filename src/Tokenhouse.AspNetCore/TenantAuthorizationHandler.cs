using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// Compares the access token's tenant with the tenant number in the path, at the route value of this requirement only. A number identifies
/// a tenant only at the authorities listed for it: the same number at another authority is another tenant.
/// </summary>
internal sealed class TenantAuthorizationHandler(TenantSources tenants) : AuthorizationHandler<TenantRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TenantRequirement requirement)
    {
        var http = context.Resource as HttpContext;
        var token = ValidatedIdentity.TokenOf(context.User);
        if (token is not null && Number(http?.GetRouteValue(requirement.RouteValue)) is { } asked && IsFor(token, asked, requirement))
            context.Succeed(requirement);
        else if (http?.Features.Get<TokenhouseRefusal>() is null)
            http?.Features.Set(token is null ? Refusals.NoToken : Refusals.OtherTenant(requirement.RouteValue));
        return Task.CompletedTask;
    }

    private bool IsFor(ValidatedToken token, long asked, TenantRequirement requirement) =>
        (token.TenantId == asked || (requirement.AllowVendor && token.TenantId == TenantSources.Vendor))
        && tenants.Means(asked, token.Authority);

    /// <summary>Accepts only the canonical spelling of a number, because the API itself could read another spelling differently.</summary>
    private static long? Number(object? routeValue) =>
        routeValue is string text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : null;
}
