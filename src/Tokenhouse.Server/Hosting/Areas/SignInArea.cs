using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub;
using Tokenhouse.Server.Hub.SignIn;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Sign-in, the start page, and sign-out.</summary>
internal static class SignInArea
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<HubSessions>()
            .AddSingleton<Departures>()
            .AddSingleton<HubPages>()
            .AddSingleton<SignInPages>()
            .AddSingleton<StartPages>();

    public static void MapPages(IEndpointRouteBuilder pages)
    {
        pages
            .MapPage<StartPages>(StartPages.Path, (page, http) => page.Show(http))
            .CalledBy(Callers.AccountHolders)
            .RequireAuthorization()
            .ReturnsTo(StartPages.Path);
        pages.MapPage<SignInPages>(SignInPages.Path, (page, http) => page.Begin(http)).CalledBy(Callers.Browsers);
        pages.MapPage<SignInPages>(Core.Hub.CallbackPath, (page, http) => page.Finish(http, http.Hub())).CalledBy(Callers.Browsers);
        pages.MapForm<SignInPages>(SignInPages.SignOutPath, (page, http) => page.SignOut(http, http.Hub())).CalledBy(Callers.Browsers);
    }
}
