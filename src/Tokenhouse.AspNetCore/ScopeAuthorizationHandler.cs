using Microsoft.AspNetCore.Authorization;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>Checks the access token's scopes against this requirement only.</summary>
internal sealed class ScopeAuthorizationHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var token = ValidatedIdentity.TokenOf(context.User);
        if (token is not null && requirement.Scopes.All(token.Scopes.Contains))
            context.Succeed(requirement);
        else
            (context.Resource as HttpContext)?.Features.Set(token is null ? Refusals.NoToken : Refusal(context, token));
        return Task.CompletedTask;
    }

    /// <summary>Lists all scopes that the endpoint requires, for a client that requests another token (RFC 6750, 3.1).</summary>
    private static TokenhouseRefusal Refusal(AuthorizationHandlerContext context, ValidatedToken token)
    {
        List<string> required = [.. context.Requirements.OfType<ScopeRequirement>().SelectMany(stacked => stacked.Scopes).Distinct()];
        return Refusals.InsufficientScope(required, required.Except(token.Scopes));
    }
}
