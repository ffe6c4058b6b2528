using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Hub.Audit;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Who changed what.</summary>
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
        pages.Show<AuditPages>(AuditPages.Path, ListAudit.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Export<AuditPages>(AuditPages.ExportPath, ExportAudit.Needed, (page, http, visit) => page.Export(http, visit));
        pages.Show<AuditPages>(AuditPages.VerificationPath, VerifyAudit.Needed, (page, http, visit) => page.Verify(http, visit));
    }
}
