using Microsoft.AspNetCore.Authorization;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>The token must have all of the scopes.</summary>
internal sealed class ScopeRequirement(IReadOnlyList<string> scopes) : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var missing = scopes
            .Where(scope => !BelievedIdentity.Of(context.User).Any(identity => identity.HasClaim(TokenhouseClaims.Scope, scope)))
            .ToList();
        if (missing.Count == 0)
            context.Succeed(requirement);
        else
            (context.Resource as HttpContext)?.Features.Set(Refusals.InsufficientScope(scopes, missing));
        return Task.CompletedTask;
    }
}
