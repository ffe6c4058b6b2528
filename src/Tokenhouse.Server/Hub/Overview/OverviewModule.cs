using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>A tenant's overview.</summary>
internal static class OverviewModule
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ReadOverview>().AddSingleton<OverviewPages>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ReadOverview.Map(tenant);

    public static void MapPages(HubPageRoutes pages) =>
        pages.MapPage<OverviewPages>("", (page, http, context) => page.Show(http, context)).RequirePermission(ReadOverview.Needed);
}
