using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>The audit: who changed what.</summary>
internal static class AuditModule
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
        pages.MapPage<AuditPages>(AuditPages.Path, (page, http, context) => page.Show(http, context)).RequirePermission(ListAudit.Needed);
        pages
            .MapExport<AuditPages>(AuditPages.ExportPath, (page, http, context) => page.Export(http, context))
            .RequirePermission(ExportAudit.Needed);
        pages
            .MapPage<AuditPages>(AuditPages.VerificationPath, (page, http, context) => page.Verify(http, context))
            .RequirePermission(VerifyAudit.Needed);
    }
}
