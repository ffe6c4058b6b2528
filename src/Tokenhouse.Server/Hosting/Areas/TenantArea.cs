using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Tenants;
using Tokenhouse.Server.Hub.Tenants;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The tenants of the datacentre and their settings.</summary>
internal static class TenantArea
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
        operators.MapPage<TenantListPages>(list, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListTenants.Needed);
        operators
            .MapExport<TenantListPages>(list + "/export", (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ExportTenants.Needed);
        operators
            .MapPage<NewTenantPages>(list + "/new", (page, http, visit) => page.Show(http, visit))
            .RequirePermission(CreateTenant.Needed)
            .RequireRecentSignIn();
        operators
            .MapForm<NewTenantPages>(list + "/new", (page, http, visit) => page.Create(http, visit))
            .RequirePermission(CreateTenant.Needed)
            .RequireRecentSignIn();
        const string own = TenantPages.Path;
        pages.MapPage<TenantPages>(own, (page, http, visit) => page.Show(http, visit)).RequirePermission(ShowTenant.Needed);
        pages.MapForm<TenantPages>(own, (page, http, visit) => page.Change(http, visit)).RequirePermission(ChangeTenant.Needed);
        const string asked = own + "/switch";
        pages
            .MapPage<TenantSwitchPages>(asked, (page, http, visit) => page.Show(http, visit))
            .RequirePermission(DisableTenant.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<TenantSwitchPages>(own + "/disable", (page, http, visit) => page.Disable(http, visit), back: asked)
            .RequirePermission(DisableTenant.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<TenantSwitchPages>(own + "/enable", (page, http, visit) => page.Enable(http, visit), back: asked)
            .RequirePermission(EnableTenant.Needed)
            .RequireRecentSignIn();
    }
}
