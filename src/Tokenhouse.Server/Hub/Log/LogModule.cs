using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>The log, with the exact reason of every refusal.</summary>
internal static class LogModule
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ReadLog>().AddSingleton<LogPages>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ReadLog.Map(tenant);

    public static void MapPages(HubPageRoutes pages)
    {
        pages.MapPage<LogPages>(LogPages.Path, (page, http, context) => page.Show(http, context)).RequirePermission(ReadLog.Needed);
        pages
            .MapExport<LogPages>(LogPages.ExportPath, (page, http, context) => page.Export(http, context))
            .RequirePermission(ReadLog.Needed);
    }
}
