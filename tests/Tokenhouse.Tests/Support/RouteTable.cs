using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tokenhouse.Tests.Support;

/// <summary>What answers in a datacentre: the routes of its sites, and those of its Hub.</summary>
public static class RouteTable
{
    private static readonly string[] Sites =
    [
        "/connect/",
        "/oauth/",
        "/oauth2/",
        "/v1/",
        "/.well-known/",
        "/openapi/oauth",
        "/account",
        "/migration/",
    ];

    public static IReadOnlyList<RouteEndpoint> OfSites(TestServer server, string datacentre = "dc2") =>
        [.. All(server, datacentre).Where(IsOfSite)];

    public static IReadOnlyList<RouteEndpoint> OfHub(TestServer server, string datacentre = "dc2") =>
        [.. All(server, datacentre).Where(route => !IsOfSite(route))];

    private static IEnumerable<RouteEndpoint> All(TestServer server, string datacentre) =>
        server.Services(datacentre).GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static bool IsOfSite(RouteEndpoint route) =>
        Sites.Any(prefix => route.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal));
}
