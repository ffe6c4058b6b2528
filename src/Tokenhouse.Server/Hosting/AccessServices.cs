using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Tokenhouse.Core;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Api;
using Tokenhouse.Server.Hub.Authentication;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Authentication and authorization of pages and of the Hub's API. The host and the path say which scheme authenticates a request; the route says what it
/// requires. The OAuth endpoints authenticate their clients themselves, as the protocol says.
/// </summary>
internal static class AccessServices
{
    private const string ByHost = "ByHost";

    public static void AddAccess(this IServiceCollection services, Datacentre datacentre)
    {
        services
            .AddAuthentication(ByHost)
            .AddPolicyScheme(ByHost, displayName: null, scheme => scheme.ForwardDefaultSelector = Scheme)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthenticationHandler>(
                SessionAuthenticationHandler.SchemeName,
                configureOptions: null
            )
            .AddScheme<AuthenticationSchemeOptions, HubSessionAuthenticationHandler>(
                HubSessionAuthenticationHandler.SchemeName,
                configureOptions: null
            )
            .AddScheme<HubApiAuthenticationOptions, HubApiAuthenticationHandler>(
                HubApiAuthenticationHandler.SchemeName,
                api => api.Site = datacentre.Site(TenantEnvironment.LIVE)
            );
        services.AddSingleton<IAuthorizationPolicyProvider, PolicyProvider>().AddAuthorization();
        services
            .AddSingleton<IAuthorizationHandler, MemberPermissionHandler>()
            .AddSingleton<IAuthorizationHandler, ProgramPermissionHandler>()
            .AddSingleton<IAuthorizationHandler, RecentSignInHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationResultHandler>()
            .AddSingleton<HubApiRefusals>();
        services.AddSingleton<MatcherPolicy, ExactPathMatcherPolicy>();
    }

    /// <summary>
    /// Authentication, antiforgery and authorization, in this order: if a form was shown to someone else, its sender learns that before being redirected
    /// to sign in.
    /// </summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) =>
        app.UseAuthentication().UseAntiforgery().UseMiddleware<FormValidationMiddleware>().UseAuthorization();

    private static string Scheme(HttpContext http) =>
        !http.IsAtHub() ? SessionAuthenticationHandler.SchemeName
        : http.IsForProgram() ? HubApiAuthenticationHandler.SchemeName
        : HubSessionAuthenticationHandler.SchemeName;

    /// <summary>
    /// The framework's authorization without its cache. The cache builds every endpoint of every host at the first request, which takes longer than it saves.
    /// </summary>
    private sealed class PolicyProvider(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
    {
        public override bool AllowsCachingPolicies => false;
    }
}
