using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tokenhouse.Tests.Support;

/// <summary>What answers in a datacentre: the routes of its sites, and those of its Hub.</summary>
public static class RouteTable
{
    private static readonly string[] Sites = ["/connect/", "/oauth/", "/oauth2/", "/v1/", "/.well-known/", "/account", "/migration/"];

    public static IReadOnlyList<RouteEndpoint> OfSites(House house, string datacentre = "dc2") =>
        [.. All(house, datacentre).Where(IsOfSite)];

    public static IReadOnlyList<RouteEndpoint> OfHub(House house, string datacentre = "dc2") =>
        [.. All(house, datacentre).Where(route => !IsOfSite(route))];

    private static IEnumerable<RouteEndpoint> All(House house, string datacentre) =>
        house.Services(datacentre).GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static bool IsOfSite(RouteEndpoint route) =>
        Sites.Any(prefix => route.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal));
}
