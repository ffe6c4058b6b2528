using Tokenhouse.Server.Admin.Keys;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The keys with which the sites sign.</summary>
internal static class KeyArea
{
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ListKeys>().AddSingleton<RotateKey>().AddSingleton<EndKeys>();

    public static void MapVendorApi(IEndpointRouteBuilder vendor)
    {
        ListKeys.Map(vendor);
        RotateKey.Map(vendor);
        EndKeys.Map(vendor);
    }
}
