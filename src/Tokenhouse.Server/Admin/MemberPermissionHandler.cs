using Microsoft.AspNetCore.Authorization;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Admin;

/// <summary>Grants permissions to people by their roles. The actor that was found out goes with the request.</summary>
internal sealed class MemberPermissionHandler(Actors actors) : AuthorizationHandler<Permission>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Permission requirement)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not SignedIn person)
            return;
        if (await actors.Person(person, PermissionRoutes.TenantOf(http), http) is not { } actor || !actor.May(requirement))
            return;
        http.Features.Set(actor);
        context.Succeed(requirement);
    }
}
