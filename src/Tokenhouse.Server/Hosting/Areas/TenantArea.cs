using Tokenhouse.Server.Admin.Tenants;
using Tokenhouse.Server.Hub.Tenants;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The tenants of the datacentre, and what is settled for each as a whole.</summary>
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

    public static void MapPages(HubPageRoutes pages)
    {
        const string list = TenantListPages.Path;
        pages.ShowOperator<TenantListPages>(list, ListTenants.Needed, (page, http, visit) => page.Show(http, visit));
        pages.ExportOperator<TenantListPages>(list + "/export", ExportTenants.Needed, (page, http, visit) => page.Export(http, visit));
        pages.ShowOperator<NewTenantPages>(list + "/new", CreateTenant.Needed, (page, http, visit) => page.Show(http, visit), fresh: true);
        pages.SubmitOperator<NewTenantPages>(
            list + "/new",
            CreateTenant.Needed,
            (page, http, visit) => page.Create(http, visit),
            fresh: true
        );
        const string own = TenantPages.Path;
        pages.Show<TenantPages>(own, ShowTenant.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Submit<TenantPages>(own, ChangeTenant.Needed, (page, http, visit) => page.Change(http, visit));
        const string asked = own + "/switch";
        pages.Show<TenantSwitchPages>(asked, DisableTenant.Needed, (page, http, visit) => page.Show(http, visit), fresh: true);
        pages.Submit<TenantSwitchPages>(
            own + "/disable",
            DisableTenant.Needed,
            (page, http, visit) => page.Disable(http, visit),
            fresh: true,
            back: asked
        );
        pages.Submit<TenantSwitchPages>(
            own + "/enable",
            EnableTenant.Needed,
            (page, http, visit) => page.Enable(http, visit),
            fresh: true,
            back: asked
        );
    }
}
