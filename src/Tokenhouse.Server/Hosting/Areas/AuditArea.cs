using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Who changed what.</summary>
internal static class AuditArea
{
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ListAudit>().AddSingleton<ExportAudit>().AddSingleton<VerifyAudit>();

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListAudit.Map(tenant);
        ExportAudit.Map(tenant);
        VerifyAudit.Map(tenant);
    }
}
