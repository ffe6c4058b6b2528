using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>The path must name the token's tenant, by its number. The vendor's own clients reach over tenants.</summary>
internal sealed class TenantRequirement(string routeValue) : AuthorizationHandler<TenantRequirement>, IAuthorizationRequirement
{
    private const string Vendor = "1";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TenantRequirement requirement)
    {
        var http = context.Resource as HttpContext;
        var asked = http?.GetRouteValue(routeValue) as string;
        var tenant = BelievedIdentity
            .Of(context.User)
            .Select(identity => identity.FindFirst(TokenhouseClaims.TenantId)?.Value)
            .FirstOrDefault();
        if (tenant is not null && asked is not null && (tenant == asked || tenant == Vendor))
            context.Succeed(requirement);
        else if (http?.Features.Get<TokenhouseRefusal>() is null)
            http?.Features.Set(Refusals.OtherTenant(routeValue));
        return Task.CompletedTask;
    }
}
