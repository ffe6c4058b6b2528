using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Catalogue;
using Tokenhouse.Server.Hub.Catalogue;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The vendor's APIs, their scopes, and the clients they use to check tokens.</summary>
internal static class CatalogueArea
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ListCatalogue>()
            .AddSingleton<AddApi>()
            .AddSingleton<RenameApi>()
            .AddSingleton<AddScope>()
            .AddSingleton<RemoveScope>()
            .AddSingleton<AddApiClient>()
            .AddSingleton<CataloguePages>()
            .AddSingleton<ApiPages>()
            .AddSingleton<ScopePages>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ListCatalogue.Map(tenant);

    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        AddApi.Map(vendor);
        RenameApi.Map(vendor);
        AddScope.Map(vendor);
        RemoveScope.Map(vendor);
        AddApiClient.Map(vendor);
    }

    public static void MapPages(HubPageRoutes operators)
    {
        const string path = CataloguePages.Path;
        const string api = ApiPages.Path;
        operators.MapPage<CataloguePages>(path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListCatalogue.Needed);
        operators.MapForm<CataloguePages>(path, (page, http, visit) => page.Add(http, visit)).RequirePermission(AddApi.Needed);
        operators.MapPage<ApiPages>(api, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListCatalogue.Needed);
        operators
            .MapForm<ApiPages>(api + "/rename", (page, http, visit) => page.Rename(http, visit), back: path)
            .RequirePermission(RenameApi.Needed);
        operators
            .MapForm<ScopePages>(api + "/add-scope", (page, http, visit) => page.Add(http, visit), back: path)
            .RequirePermission(AddScope.Needed);
        operators
            .MapForm<ScopePages>(api + "/remove-scope", (page, http, visit) => page.Remove(http, visit), back: path)
            .RequirePermission(RemoveScope.Needed);
        operators
            .MapForm<ApiPages>(api + "/add-client-live", (page, http, visit) => page.AddLiveClient(http, visit), back: path)
            .RequirePermission(AddApiClient.Needed);
        operators
            .MapForm<ApiPages>(api + "/add-client-uat", (page, http, visit) => page.AddUatClient(http, visit), back: path)
            .RequirePermission(AddApiClient.Needed);
    }
}
