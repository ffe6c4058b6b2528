using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Has the scheme answer what authorization refused. A person who only lacks a recent sign-in is challenged to sign in again; everything else is forbidden, and
/// the scheme is told why.
/// </summary>
internal sealed class AuthorizationResultHandler : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (
            authorizeResult.Challenged
            || authorizeResult.AuthorizationFailure is { FailCalled: false } failure && OnlyLacksRecentSignIn(failure)
        )
            return context.ChallengeAsync();
        var properties = new AuthenticationProperties();
        properties.SetParameter(nameof(AuthorizationFailure), authorizeResult.AuthorizationFailure);
        return context.ForbidAsync(properties);
    }

    private static bool OnlyLacksRecentSignIn(AuthorizationFailure failure) =>
        failure.FailedRequirements.All(requirement => requirement is RecentSignInRequirement);
}
