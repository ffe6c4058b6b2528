using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Keys;
using Tokenhouse.Server.Hub.Keys;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The sites' signing keys.</summary>
internal static class KeyArea
{
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ListKeys>().AddSingleton<RotateKey>().AddSingleton<EndKeys>().AddSingleton<KeyPages>();

    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        ListKeys.Map(vendor);
        RotateKey.Map(vendor);
        EndKeys.Map(vendor);
    }

    public static void MapPages(HubPageRoutes operators)
    {
        const string path = KeyPages.Path;
        const string site = path + "/{environment}/{algorithm}";
        operators.MapPage<KeyPages>(path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListKeys.Needed);
        operators
            .MapForm<KeyPages>(site + "/rotate", (page, http, visit) => page.Rotate(http, visit), back: path)
            .RequirePermission(RotateKey.Needed)
            .RequireRecentSignIn();
        operators
            .MapPage<KeyPages>(site + "/end", (page, http, visit) => page.ShowEnd(http, visit))
            .RequirePermission(EndKeys.Needed)
            .RequireRecentSignIn();
        operators
            .MapForm<KeyPages>(site + "/end", (page, http, visit) => page.End(http, visit))
            .RequirePermission(EndKeys.Needed)
            .RequireRecentSignIn();
    }
}
