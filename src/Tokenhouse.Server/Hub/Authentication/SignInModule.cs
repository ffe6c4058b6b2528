using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Authentication;

/// <summary>Sign-in, the start page, and sign-out.</summary>
internal static class SignInModule
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<HubSessions>()
            .AddSingleton<HubOidcStateCookie>()
            .AddSingleton<HubPageWriter>()
            .AddSingleton<SignInPages>()
            .AddSingleton<TenantChooserPages>();

    public static void MapPages(IEndpointRouteBuilder pages)
    {
        pages
            .MapPage<TenantChooserPages>(HubHost.StartPath, (page, http) => page.Show(http))
            .CalledBy(EndpointAudience.AccountHolders)
            .RequireAuthorization()
            .ReturnsTo(HubHost.StartPath);
        pages.MapPage<SignInPages>(SignInPages.Path, (page, http) => page.Begin(http)).CalledBy(EndpointAudience.Browsers);
        pages.MapPage<SignInPages>(HubHost.CallbackPath, (page, http) => page.Finish(http, http.Hub())).CalledBy(EndpointAudience.Browsers);
        pages.MapForm<SignInPages>(HubHost.SignOutPath, (page, http) => page.SignOut(http, http.Hub())).CalledBy(EndpointAudience.Browsers);
    }
}
