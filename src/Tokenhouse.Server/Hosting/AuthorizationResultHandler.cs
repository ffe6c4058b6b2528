using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Lets the authentication scheme write the response if authorization fails. If only a recent sign-in is missing, the person is challenged to sign in again.
/// Otherwise the request is forbidden, and the scheme gets the reason.
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
