using Tokenhouse.Server.Admin.Tenants;

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
            .AddSingleton<EnableTenant>();

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
}
