using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>The dialects, which of them are being retired, and which clients still use those.</summary>
internal static class DialectsModule
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<IReadOnlyList<Dialect>>(DialectCatalogue.List)
            .AddSingleton(Planned)
            .AddSingleton<ListDialects>()
            .AddSingleton<ListDialectClients>()
            .AddSingleton<ExportDialectClients>()
            .AddSingleton<DialectPages>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ListDialects.Map(tenant);

    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        ListDialects.MapVendor(vendor);
        ListDialectClients.MapVendor(vendor);
    }

    private static IReadOnlyList<Retirement> Planned(IServiceProvider services) =>
        [
            .. services
                .GetRequiredService<IReadOnlyDictionary<string, DialectOptions>>()
                .Select(planned => new Retirement(
                    planned.Key,
                    planned.Value.DeprecatedAt,
                    planned.Value.SunsetAt,
                    [.. planned.Value.BrownOuts.Select(rest => new BrownOutWindow(rest.From, rest.Until))]
                )),
        ];

    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        const string path = DialectPages.Path;
        const string one = path + "/{dialect}";
        operators.MapPage<DialectPages>(path, (page, http, context) => page.Show(http, context)).RequirePermission(ListDialects.Needed);
        operators
            .MapPage<DialectPages>(one, (page, http, context) => page.ShowClients(http, context))
            .RequirePermission(ListDialectClients.Needed);
        operators
            .MapExport<DialectPages>(one + "/export", (page, http, context) => page.Export(http, context))
            .RequirePermission(ExportDialectClients.Needed);
        pages.MapPage<DialectPages>(path, (page, http, context) => page.ShowOwn(http, context)).RequirePermission(ListDialects.Needed);
        pages
            .MapPage<DialectPages>(one, (page, http, context) => page.ShowOwnClients(http, context))
            .RequirePermission(ListDialectClients.Needed);
    }
}
