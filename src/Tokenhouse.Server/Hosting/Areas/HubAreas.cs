using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Hosting.HubApi;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The features of the Hub, each with its use cases, pages and API routes.</summary>
internal static class HubAreas
{
    public static void AddHub(this IServiceCollection services)
    {
        services.AddSingleton<Desk>().AddSingleton<Actors>().AddSingleton<Exports>();
        services.AddCascadingValue(container =>
            container.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Hub.Visit>()
        );
        services.AddHubApi();
        SignInArea.AddServices(services);
        OverviewArea.AddServices(services);
        CredentialArea.AddServices(services);
        SecretArea.AddServices(services);
        AllowlistArea.AddServices(services);
        PeopleArea.AddServices(services);
        LogArea.AddServices(services);
        AuditArea.AddServices(services);
        RequestArea.AddServices(services);
        ContractArea.AddServices(services);
        TenantArea.AddServices(services);
        CatalogueArea.AddServices(services);
        DialectArea.AddServices(services);
        KeyArea.AddServices(services);
        OperatorArea.AddServices(services);
    }

    /// <summary>The pages of tenants, below <c>/t/{tenant}</c>, and those of operators over all tenants.</summary>
    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        OverviewArea.MapPages(pages);
        PeopleArea.MapPages(pages);
        RequestArea.MapPages(pages, operators);
        LogArea.MapPages(pages);
        AuditArea.MapPages(pages);
        CredentialArea.MapPages(pages);
        SecretArea.MapPages(pages);
        AllowlistArea.MapPages(pages);
        ContractArea.MapPages(pages);
        TenantArea.MapPages(pages, operators);
        CatalogueArea.MapPages(operators);
        DialectArea.MapPages(pages, operators);
        KeyArea.MapPages(operators);
        OperatorArea.MapPages(operators);
    }

    /// <summary>The API, below <c>/api/v1/tenants/{tenant}</c>.</summary>
    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        OverviewArea.MapApi(tenant);
        CredentialArea.MapApi(tenant);
        SecretArea.MapApi(tenant);
        AllowlistArea.MapApi(tenant);
        PeopleArea.MapApi(tenant);
        LogArea.MapApi(tenant);
        AuditArea.MapApi(tenant);
        RequestArea.MapApi(tenant);
        ContractArea.MapApi(tenant);
        TenantArea.MapApi(tenant);
        CatalogueArea.MapApi(tenant);
        DialectArea.MapApi(tenant);
    }

    /// <summary>The API over all tenants, below <c>/api/v1</c>, where callers act in the vendor's tenant.</summary>
    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        TenantArea.MapVendorApi(vendor);
        CatalogueArea.MapVendorApi(vendor);
        DialectArea.MapVendorApi(vendor);
        KeyArea.MapVendorApi(vendor);
        OperatorArea.MapVendorApi(vendor);
    }
}
