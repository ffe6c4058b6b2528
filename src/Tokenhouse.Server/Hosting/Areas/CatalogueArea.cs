using Tokenhouse.Server.Admin.Catalogue;
using Tokenhouse.Server.Hub.Catalogue;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The vendor's APIs, their scopes, and the clients with which they check tokens.</summary>
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

    public static void MapPages(HubPageRoutes pages)
    {
        const string path = CataloguePages.Path;
        const string api = ApiPages.Path;
        pages.ShowOperator<CataloguePages>(path, ListCatalogue.Needed, (page, http, visit) => page.Show(http, visit));
        pages.SubmitOperator<CataloguePages>(path, AddApi.Needed, (page, http, visit) => page.Add(http, visit));
        pages.ShowOperator<ApiPages>(api, ListCatalogue.Needed, (page, http, visit) => page.Show(http, visit));
        pages.SubmitOperator<ApiPages>(api + "/rename", RenameApi.Needed, (page, http, visit) => page.Rename(http, visit), back: path);
        pages.SubmitOperator<ScopePages>(api + "/add-scope", AddScope.Needed, (page, http, visit) => page.Add(http, visit), back: path);
        pages.SubmitOperator<ScopePages>(
            api + "/remove-scope",
            RemoveScope.Needed,
            (page, http, visit) => page.Remove(http, visit),
            back: path
        );
        pages.SubmitOperator<ApiPages>(
            api + "/add-client-live",
            AddApiClient.Needed,
            (page, http, visit) => page.AddLiveClient(http, visit),
            back: path
        );
        pages.SubmitOperator<ApiPages>(
            api + "/add-client-uat",
            AddApiClient.Needed,
            (page, http, visit) => page.AddUatClient(http, visit),
            back: path
        );
    }
}
