using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Overview;
using Tokenhouse.Server.Hub.Overview;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>A tenant's overview.</summary>
internal static class OverviewArea
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ReadOverview>().AddSingleton<OverviewPages>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ReadOverview.Map(tenant);

    public static void MapPages(HubPageRoutes pages) =>
        pages.MapPage<OverviewPages>("", (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadOverview.Needed);
}
