using Microsoft.AspNetCore.Authorization;
using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Grants permissions to programs by the scopes of their token, if they call from an allowed address, and only in their own tenant; the vendor's programs,
/// in every tenant. For other programs, the tenant doesn't exist. Stores the caller in the request.
/// </summary>
internal sealed class ProgramPermissionHandler(CallerResolver callerResolver, TimeProvider clock) : AuthorizationHandler<Permission>
{
    private static readonly RefusalCause NotTheirs = RefusalCause.Unproved(
        "not_found",
        new(RefusalKind.Other, $"the tenant doesn't exist, or the client can't access what it requested there")
    );

    private static readonly Problem NotFromHere = new(
        StatusCodes.Status403Forbidden,
        "IP address not allowed",
        "This request's IP address isn't on the client's allowlist."
    )
    {
        Code = "address_not_allowed",
    };

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Permission requirement)
    {
        if (context.Resource is not HttpContext http || context.User.Identity is not HubApiIdentity program)
            return;
        if (await Refusal(http, program, requirement) is { } refusal)
            context.Fail(refusal.As(this));
        else
            context.Succeed(requirement);
    }

    private async Task<HubApiRefusal?> Refusal(HttpContext http, HubApiIdentity program, Permission needed)
    {
        var (token, caller) = (program.Token, program.Caller);
        if (!token.Client.Admit(http.Connection.RemoteIpAddress, clock.GetUtcNow()).Ok(out _, out var error))
            return new(NotFromHere, caller, RefusalCause.Of(error, isProved: false));
        if (await callerResolver.Program(token, PermissionRoutes.TenantOf(http), http) is not { } actor)
            return new(Problem.NotFound, caller, NotTheirs);
        if (!token.Scope.Names.Contains(needed.Scope))
            return new(Insufficient(needed.Scope), caller, Lacks(needed.Scope))
            {
                Challenge = $", error=\"insufficient_scope\", scope=\"{needed.Scope}\"",
            };
        if (!actor.May(needed))
            return new(Problem.NotFound, caller, NotTheirs); // as the use case would check, but before the body is read
        http.Features.Set(actor);
        return null;
    }

    private static RefusalCause Lacks(string scope) =>
        RefusalCause.Unproved(
            "insufficient_scope",
            new(RefusalKind.ScopeMissing, $"the access token doesn't have the scope {new TrustedText(scope)}")
        );

    private static Problem Insufficient(string scope) =>
        new(
            StatusCodes.Status403Forbidden,
            "Missing scope",
            $"This operation requires the scope {scope}. Request a token with it. A Manager of the tenant can add the scope to the client in the Hub."
        )
        {
            Code = "insufficient_scope",
        };
}
