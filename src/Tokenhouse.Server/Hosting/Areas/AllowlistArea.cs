using Tokenhouse.Server.Admin.Allowlists;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>From where credentials may be used.</summary>
internal static class AllowlistArea
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<AddNetwork>().AddSingleton<RemoveNetwork>();

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        AddNetwork.Map(tenant);
        RemoveNetwork.Map(tenant);
    }
}
