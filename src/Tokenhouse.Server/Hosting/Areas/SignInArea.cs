using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub;
using Tokenhouse.Server.Hub.SignIn;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The way in, the first page, and the way out.</summary>
internal static class SignInArea
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<HubSessions>()
            .AddSingleton<Departures>()
            .AddSingleton<HubGate>()
            .AddSingleton<HubPages>()
            .AddSingleton<Door>()
            .AddSingleton<SignInPages>()
            .AddSingleton<StartPages>();

    public static void MapPages(PageRoutes<Core.Hub> pages)
    {
        pages.Show<StartPages>(StartPages.Path, Callers.AccountHolders, (page, http, _) => page.Show(http));
        pages.Show<SignInPages>(SignInPages.Path, Callers.Browsers, (page, http, _) => page.Begin(http));
        pages.Show<SignInPages>(Core.Hub.CallbackPath, Callers.Browsers, (page, http, hub) => page.Finish(http, hub));
        pages.Submit<SignInPages>(SignInPages.SignOutPath, Callers.AccountHolders, (page, http, hub) => page.SignOut(http, hub));
    }
}
