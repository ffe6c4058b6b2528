using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Log;
using Tokenhouse.Server.Hub.Log;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The log, with the exact reason of every refusal.</summary>
internal static class LogArea
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ReadLog>().AddSingleton<LogPages>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ReadLog.Map(tenant);

    public static void MapPages(HubPageRoutes pages)
    {
        pages.MapPage<LogPages>(LogPages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadLog.Needed);
        pages.MapExport<LogPages>(LogPages.ExportPath, (page, http, visit) => page.Export(http, visit)).RequirePermission(ReadLog.Needed);
    }
}
