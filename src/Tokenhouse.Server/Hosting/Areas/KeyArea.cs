using Tokenhouse.Server.Admin.Keys;
using Tokenhouse.Server.Hub.Keys;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The keys with which the sites sign.</summary>
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

    public static void MapPages(HubPageRoutes pages)
    {
        const string path = KeyPages.Path;
        const string site = path + "/{environment}/{algorithm}";
        pages.ShowOperator<KeyPages>(path, ListKeys.Needed, (page, http, visit) => page.Show(http, visit));
        pages.SubmitOperator<KeyPages>(
            site + "/rotate",
            RotateKey.Needed,
            (page, http, visit) => page.Rotate(http, visit),
            fresh: true,
            back: path
        );
        pages.ShowOperator<KeyPages>(site + "/end", EndKeys.Needed, (page, http, visit) => page.ShowEnd(http, visit), fresh: true);
        pages.SubmitOperator<KeyPages>(site + "/end", EndKeys.Needed, (page, http, visit) => page.End(http, visit), fresh: true);
    }
}
