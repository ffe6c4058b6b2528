using Tokenhouse.Server.Admin.Catalogue;

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
            .AddSingleton<AddApiClient>();

    public static void MapApi(IEndpointRouteBuilder tenant) => ListCatalogue.Map(tenant);

    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        AddApi.Map(vendor);
        RenameApi.Map(vendor);
        AddScope.Map(vendor);
        RemoveScope.Map(vendor);
        AddApiClient.Map(vendor);
    }
}
