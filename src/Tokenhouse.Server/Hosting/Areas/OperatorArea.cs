using Tokenhouse.Server.Admin.Operators;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>What lies on the operators' desk.</summary>
internal static class OperatorArea
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<ReadDesk>();

    public static void MapVendorApi(IEndpointRouteBuilder vendor) => ReadDesk.Map(vendor);
}
