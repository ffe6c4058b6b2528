using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.Server.Accounts;

/// <summary>Decides <see cref="RecentSignInRequirement"/>.</summary>
internal sealed class RecentSignInHandler(TimeProvider clock) : AuthorizationHandler<RecentSignInRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RecentSignInRequirement requirement)
    {
        if (context.User.Identity is SignedInAccount person && person.IsFreshAt(clock.GetUtcNow()))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
