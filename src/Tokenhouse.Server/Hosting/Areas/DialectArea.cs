using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Dialects;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hub.Dialects;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The dialects, which of them are being retired, and which clients still use those.</summary>
internal static class DialectArea
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<IReadOnlyList<Dialect>>(AllDialects.List)
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
                    [.. planned.Value.BrownOuts.Select(rest => new Rest(rest.From, rest.Until))]
                )),
        ];

    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        const string path = DialectPages.Path;
        const string one = path + "/{dialect}";
        operators.MapPage<DialectPages>(path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListDialects.Needed);
        operators
            .MapPage<DialectPages>(one, (page, http, visit) => page.ShowClients(http, visit))
            .RequirePermission(ListDialectClients.Needed);
        operators
            .MapExport<DialectPages>(one + "/export", (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ExportDialectClients.Needed);
        pages.MapPage<DialectPages>(path, (page, http, visit) => page.ShowOwn(http, visit)).RequirePermission(ListDialects.Needed);
        pages
            .MapPage<DialectPages>(one, (page, http, visit) => page.ShowOwnClients(http, visit))
            .RequirePermission(ListDialectClients.Needed);
    }
}
