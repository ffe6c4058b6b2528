using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>The operators' dashboard.</summary>
internal static class OperatorDashboardModule
{
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ReadOperatorDashboard>().AddSingleton<OperatorDashboardPages>();

    public static void MapVendorApi(IEndpointRouteBuilder vendor) => ReadOperatorDashboard.Map(vendor);

    public static void MapPages(HubPageRoutes operators) =>
        operators
            .MapPage<OperatorDashboardPages>("", (page, http, context) => page.Show(http, context))
            .RequirePermission(ReadOperatorDashboard.Needed);
}
