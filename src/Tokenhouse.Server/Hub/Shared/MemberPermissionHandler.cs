using Microsoft.AspNetCore.Authorization;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Grants permissions to people by their roles. Stores the caller in the request.</summary>
internal sealed class MemberPermissionHandler(CallerResolver callerResolver) : AuthorizationHandler<Permission>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Permission requirement)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not SignedInAccount person)
            return;
        if (await callerResolver.Person(person, PermissionRoutes.TenantOf(http), http) is not { } caller || !caller.May(requirement))
            return;
        http.Features.Set(caller);
        context.Succeed(requirement);
    }
}
