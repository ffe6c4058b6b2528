using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth;
using Tokenhouse.Server.OAuth.Description;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.OAuth.Jwks;
using Tokenhouse.Server.OAuth.Metadata;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's sites, and who can call each.</summary>
internal static class Routes
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Options];

    public static void Map(IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        var spoken = services.GetRequiredService<EnabledDialects>();
        var metadata = services.GetRequiredService<MetadataEndpoint>();
        var keys = services.GetRequiredService<JwksEndpoint>();
        var description = services.GetRequiredService<DescriptionEndpoint>();

        var routes = app.MapGroup("").WithMetadata(ExactPath.Marker);
        foreach (var dialect in DialectCatalogue.List)
            DialectRoutes.Map(routes, dialect, spoken);
        MapDocument(
            routes,
            WellKnownPaths.Metadata,
            WhenEnabled(Connect.Dialect, spoken, (http, site) => metadata.Handle(http, site, Connect.Dialect))
        );
        MapDocument(
            routes,
            WellKnownPaths.OpenId,
            WhenEnabled(Connect.Dialect, spoken, (http, site) => metadata.HandleOpenId(http, site, Connect.Dialect))
        );
        MapDocument(routes, WellKnownPaths.Keys, http => keys.Handle(http, http.Site()));
        MapDocument(
            routes,
            DescriptionEndpoint.Path,
            async http => await description.Handle(http, http.Site(), await spoken.At(http.Site()))
        );
        AccountRoutes.Map(routes);
        MigrationRoute.Map(routes);
    }

    /// <summary>A document that anyone can read, pages of other origins too.</summary>
    private static void MapDocument(IEndpointRouteBuilder routes, string path, RequestDelegate handle) =>
        routes
            .MapMethods(path, Read, http => Cors.AllowAnyone(http, HttpMethods.Get, "*") ? Task.CompletedTask : handle(http))
            .CalledBy(EndpointAudience.Anyone)
            .ShortCircuit();

    /// <summary>The site that the dispatcher found for the host name.</summary>
    public static Site Site(this HttpContext http) => http.Features.GetRequiredFeature<Site>();

    /// <summary>An endpoint of a dialect, on the hosts that speak it.</summary>
    public static RequestDelegate WhenEnabled(Dialect dialect, EnabledDialects spoken, Func<HttpContext, Site, Task> handle) =>
        async http =>
        {
            var site = http.Site();
            await (await spoken.Has(site, dialect) ? handle(http, site) : NotThere(http));
        };

    public static Task NotThere(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
