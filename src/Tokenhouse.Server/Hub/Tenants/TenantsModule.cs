using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>The tenants of the datacentre and their settings.</summary>
internal static class TenantsModule
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ListTenants>()
            .AddSingleton<ExportTenants>()
            .AddSingleton<CreateTenant>()
            .AddSingleton<ShowTenant>()
            .AddSingleton<ChangeTenant>()
            .AddSingleton<DisableTenant>()
            .AddSingleton<EnableTenant>()
            .AddSingleton<TenantListPages>()
            .AddSingleton<NewTenantPages>()
            .AddSingleton<TenantPages>()
            .AddSingleton<TenantSwitchPages>();

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ShowTenant.Map(tenant);
        ChangeTenant.Map(tenant);
        DisableTenant.Map(tenant);
        EnableTenant.Map(tenant);
    }

    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        ListTenants.Map(vendor);
        ExportTenants.Map(vendor);
        CreateTenant.Map(vendor);
    }

    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        const string list = TenantListPages.Path;
        operators.MapPage<TenantListPages>(list, (page, http, context) => page.Show(http, context)).RequirePermission(ListTenants.Needed);
        operators
            .MapExport<TenantListPages>(list + "/export", (page, http, context) => page.Export(http, context))
            .RequirePermission(ExportTenants.Needed);
        operators
            .MapPage<NewTenantPages>(list + "/new", (page, http, context) => page.Show(http, context))
            .RequirePermission(CreateTenant.Needed)
            .RequireRecentSignIn();
        operators
            .MapForm<NewTenantPages>(list + "/new", (page, http, context) => page.Create(http, context))
            .RequirePermission(CreateTenant.Needed)
            .RequireRecentSignIn();
        const string own = TenantPages.Path;
        pages.MapPage<TenantPages>(own, (page, http, context) => page.Show(http, context)).RequirePermission(ShowTenant.Needed);
        pages.MapForm<TenantPages>(own, (page, http, context) => page.Change(http, context)).RequirePermission(ChangeTenant.Needed);
        const string asked = own + "/switch";
        pages
            .MapPage<TenantSwitchPages>(asked, (page, http, context) => page.Show(http, context))
            .RequirePermission(DisableTenant.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<TenantSwitchPages>(own + "/disable", (page, http, context) => page.Disable(http, context), back: asked)
            .RequirePermission(DisableTenant.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<TenantSwitchPages>(own + "/enable", (page, http, context) => page.Enable(http, context), back: asked)
            .RequirePermission(EnableTenant.Needed)
            .RequireRecentSignIn();
    }
}
