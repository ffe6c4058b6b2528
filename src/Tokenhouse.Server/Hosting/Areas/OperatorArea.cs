using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Operators;
using Tokenhouse.Server.Hub.Operators;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The operators' dashboard.</summary>
internal static class OperatorArea
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ReadDesk>().AddSingleton<DeskPages>();

    public static void MapVendorApi(IEndpointRouteBuilder vendor) => ReadDesk.Map(vendor);

    public static void MapPages(HubPageRoutes operators) =>
        operators.MapPage<DeskPages>("", (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadDesk.Needed);
}
