using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Endpoints;
using Tokenhouse.Server.Endpoints.Keys;
using Tokenhouse.Server.Endpoints.Metadata;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's sites, and who can call each.</summary>
internal static class Routes
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        var spoken = services.GetRequiredService<SpokenDialects>();
        var metadata = services.GetRequiredService<MetadataEndpoint>();
        var keys = services.GetRequiredService<KeysEndpoint>();

        var routes = app.MapGroup("").WithMetadata(ExactPath.Marker);
        foreach (var dialect in AllDialects.List)
            DialectRoutes.Map(routes, dialect, spoken);
        var described = Spoken(Connect.Dialect, spoken, (http, site) => metadata.Handle(http, site, Connect.Dialect));
        routes.MapMethods(WellKnown.Metadata, Read, described).CalledBy(Callers.Anyone).ShortCircuit();
        var discovered = Spoken(
            Connect.Dialect,
            spoken,
            (http, site) => site.Tenant is null ? metadata.Handle(http, site, Connect.Dialect) : NotThere(http)
        );
        routes.MapMethods(WellKnown.OpenId, Read, discovered).CalledBy(Callers.Anyone).ShortCircuit();
        routes.MapMethods(WellKnown.Keys, Read, http => keys.Handle(http, http.Site())).CalledBy(Callers.Anyone).ShortCircuit();
        AccountRoutes.Map(routes);
        MigrationRoute.Map(routes);
    }

    public static TBuilder CalledBy<TBuilder>(this TBuilder route, Callers callers)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(callers);

    /// <summary>The site that the front door matched.</summary>
    public static Site Site(this HttpContext http) => http.Features.GetRequiredFeature<Site>();

    /// <summary>An endpoint of a dialect, on the hosts that speak it.</summary>
    public static RequestDelegate Spoken(Dialect dialect, SpokenDialects spoken, Func<HttpContext, Site, Task> handle) =>
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
