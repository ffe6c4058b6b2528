using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hosting.Areas;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's Hub, and who may call each. Nothing of a site answers there, and nothing of the Hub at a site.</summary>
internal static class HubRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        HubAreas.MapPages(
            new(
                routes,
                http => http.Features.GetRequiredFeature<Protocol.Hub>(),
                http => http.RequestServices.GetRequiredService<HubSessions>().Current(http)
            )
        );

    /// <summary>Whether a request is for the Hub, as the front door found.</summary>
    public static bool IsAtHub(this HttpContext http) => http.Features.Get<Protocol.Hub>() is not null;
}
