using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Hub.Audit;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The audit: who changed what.</summary>
internal static class AuditArea
{
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ListAudit>().AddSingleton<ExportAudit>().AddSingleton<VerifyAudit>().AddSingleton<AuditPages>();

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListAudit.Map(tenant);
        ExportAudit.Map(tenant);
        VerifyAudit.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        pages.MapPage<AuditPages>(AuditPages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListAudit.Needed);
        pages
            .MapExport<AuditPages>(AuditPages.ExportPath, (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ExportAudit.Needed);
        pages
            .MapPage<AuditPages>(AuditPages.VerificationPath, (page, http, visit) => page.Verify(http, visit))
            .RequirePermission(VerifyAudit.Needed);
    }
}
