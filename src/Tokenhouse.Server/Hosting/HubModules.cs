using Tokenhouse.Server.Hub.Allowlists;
using Tokenhouse.Server.Hub.Api;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Hub.Authentication;
using Tokenhouse.Server.Hub.Catalogue;
using Tokenhouse.Server.Hub.Contracts;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Dialects;
using Tokenhouse.Server.Hub.Log;
using Tokenhouse.Server.Hub.Overview;
using Tokenhouse.Server.Hub.People;
using Tokenhouse.Server.Hub.Requests;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Hub.SigningKeys;
using Tokenhouse.Server.Hub.Tenants;

namespace Tokenhouse.Server.Hosting;

/// <summary>The features of the Hub, each with its use cases, pages and API routes.</summary>
internal static class HubModules
{
    public static void AddHub(this IServiceCollection services)
    {
        services.AddSingleton<AdminOperations>().AddSingleton<CallerResolver>().AddSingleton<ExportWriter>();
        services.AddCascadingValue(container =>
            container.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<HubPageContext>()
        );
        services.AddHubApi();
        SignInModule.AddServices(services);
        OverviewModule.AddServices(services);
        CredentialsModule.AddServices(services);
        SecretsModule.AddServices(services);
        AllowlistsModule.AddServices(services);
        PeopleModule.AddServices(services);
        LogModule.AddServices(services);
        AuditModule.AddServices(services);
        RequestsModule.AddServices(services);
        ContractsModule.AddServices(services);
        TenantsModule.AddServices(services);
        CatalogueModule.AddServices(services);
        DialectsModule.AddServices(services);
        SigningKeysModule.AddServices(services);
        OperatorDashboardModule.AddServices(services);
    }

    /// <summary>The pages of tenants, below <c>/t/{tenant}</c>, and those of operators over all tenants.</summary>
    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        OverviewModule.MapPages(pages);
        PeopleModule.MapPages(pages);
        RequestsModule.MapPages(pages, operators);
        LogModule.MapPages(pages);
        AuditModule.MapPages(pages);
        CredentialsModule.MapPages(pages);
        SecretsModule.MapPages(pages);
        AllowlistsModule.MapPages(pages);
        ContractsModule.MapPages(pages);
        TenantsModule.MapPages(pages, operators);
        CatalogueModule.MapPages(operators);
        DialectsModule.MapPages(pages, operators);
        SigningKeysModule.MapPages(operators);
        OperatorDashboardModule.MapPages(operators);
    }

    /// <summary>The API, below <c>/api/v1/tenants/{tenant}</c>.</summary>
    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        OverviewModule.MapApi(tenant.Tagged(HubApiTags.Overview));
        CredentialsModule.MapApi(tenant.Tagged(HubApiTags.Credentials));
        SecretsModule.MapApi(tenant.Tagged(HubApiTags.Secrets));
        AllowlistsModule.MapApi(tenant.Tagged(HubApiTags.Allowlists));
        PeopleModule.MapApi(tenant.Tagged(HubApiTags.People));
        LogModule.MapApi(tenant.Tagged(HubApiTags.Log));
        AuditModule.MapApi(tenant.Tagged(HubApiTags.Audit));
        RequestsModule.MapApi(tenant.Tagged(HubApiTags.Requests));
        ContractsModule.MapApi(tenant.Tagged(HubApiTags.Contracts));
        TenantsModule.MapApi(tenant.Tagged(HubApiTags.Tenants));
        CatalogueModule.MapApi(tenant.Tagged(HubApiTags.Catalogue));
        DialectsModule.MapApi(tenant.Tagged(HubApiTags.Dialects));
    }

    /// <summary>The API over all tenants, below <c>/api/v1</c>, where callers act in the vendor's tenant.</summary>
    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        TenantsModule.MapVendorApi(vendor.Tagged(HubApiTags.Tenants));
        CatalogueModule.MapVendorApi(vendor.Tagged(HubApiTags.Catalogue));
        DialectsModule.MapVendorApi(vendor.Tagged(HubApiTags.Dialects));
        SigningKeysModule.MapVendorApi(vendor.Tagged(HubApiTags.SigningKeys));
        OperatorDashboardModule.MapVendorApi(vendor.Tagged(HubApiTags.Overview));
    }

    private static RouteGroupBuilder Tagged(this IEndpointRouteBuilder routes, string tag) => routes.MapGroup("").WithTags(tag);
}
