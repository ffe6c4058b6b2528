using Tokenhouse.Server.Admin;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The parts of the Hub, each with its use cases, its pages and its routes of the API.</summary>
internal static class HubAreas
{
    public static void AddHub(this IServiceCollection services)
    {
        services.AddSingleton<Desk>().AddSingleton<Actors>();
        AllowlistArea.AddServices(services);
        AuditArea.AddServices(services);
    }

    /// <summary>The API, below <c>/api/v1/tenants/{tenant}</c>.</summary>
    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        AllowlistArea.MapApi(tenant);
        AuditArea.MapApi(tenant);
    }
}
