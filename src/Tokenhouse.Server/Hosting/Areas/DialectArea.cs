using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin.Dialects;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Which dialects there are, which are being retired, and who still uses those.</summary>
internal static class DialectArea
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<IReadOnlyList<Dialect>>(AllDialects.List)
            .AddSingleton(Planned)
            .AddSingleton<ListDialects>()
            .AddSingleton<ListDialectClients>()
            .AddSingleton<ExportDialectClients>();

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
}
