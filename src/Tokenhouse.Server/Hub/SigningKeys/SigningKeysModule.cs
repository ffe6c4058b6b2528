using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>The sites' signing keys.</summary>
internal static class SigningKeysModule
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
        operators.MapPage<KeyPages>(path, (page, http, context) => page.Show(http, context)).RequirePermission(ListKeys.Needed);
        operators
            .MapForm<KeyPages>(site + "/rotate", (page, http, context) => page.Rotate(http, context), back: path)
            .RequirePermission(RotateKey.Needed)
            .RequireRecentSignIn();
        operators
            .MapPage<KeyPages>(site + "/end", (page, http, context) => page.ShowEnd(http, context))
            .RequirePermission(EndKeys.Needed)
            .RequireRecentSignIn();
        operators
            .MapForm<KeyPages>(site + "/end", (page, http, context) => page.End(http, context))
            .RequirePermission(EndKeys.Needed)
            .RequireRecentSignIn();
    }
}
