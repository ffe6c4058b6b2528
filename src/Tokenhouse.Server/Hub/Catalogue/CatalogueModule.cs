using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>The vendor's APIs, their scopes, and the clients they use to check tokens.</summary>
internal static class CatalogueModule
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ListCatalogue>()
            .AddSingleton<AddApi>()
            .AddSingleton<RenameApi>()
            .AddSingleton<ChangeTokenLifetime>()
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
        ChangeTokenLifetime.Map(vendor);
        AddScope.Map(vendor);
        RemoveScope.Map(vendor);
        AddApiClient.Map(vendor);
    }

    public static void MapPages(HubPageRoutes operators)
    {
        const string path = CataloguePages.Path;
        const string api = ApiPages.Path;
        operators.MapPage<CataloguePages>(path, (page, http, context) => page.Show(http, context)).RequirePermission(ListCatalogue.Needed);
        operators.MapForm<CataloguePages>(path, (page, http, context) => page.Add(http, context)).RequirePermission(AddApi.Needed);
        operators.MapPage<ApiPages>(api, (page, http, context) => page.Show(http, context)).RequirePermission(ListCatalogue.Needed);
        operators
            .MapForm<ApiPages>(api + "/rename", (page, http, context) => page.Rename(http, context), back: path)
            .RequirePermission(RenameApi.Needed);
        operators
            .MapForm<ApiPages>(api + "/token-lifetime", (page, http, context) => page.ChangeLifetime(http, context), back: path)
            .RequirePermission(ChangeTokenLifetime.Needed);
        operators
            .MapForm<ScopePages>(api + "/add-scope", (page, http, context) => page.Add(http, context), back: path)
            .RequirePermission(AddScope.Needed);
        operators
            .MapForm<ScopePages>(api + "/remove-scope", (page, http, context) => page.Remove(http, context), back: path)
            .RequirePermission(RemoveScope.Needed);
        operators
            .MapForm<ApiPages>(api + "/add-client-LIVE", (page, http, context) => page.AddLiveClient(http, context), back: path)
            .RequirePermission(AddApiClient.Needed);
        operators
            .MapForm<ApiPages>(api + "/add-client-UAT", (page, http, context) => page.AddUatClient(http, context), back: path)
            .RequirePermission(AddApiClient.Needed);
    }
}
