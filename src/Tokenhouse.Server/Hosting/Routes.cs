using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Endpoints;
using Tokenhouse.Server.Endpoints.Keys;
using Tokenhouse.Server.Endpoints.Metadata;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's sites, and who may call each.</summary>
internal static class Routes
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var spoken = services.GetRequiredService<SpokenDialects>();
        var metadata = services.GetRequiredService<MetadataEndpoint>();
        var keys = services.GetRequiredService<KeysEndpoint>();

        foreach (var dialect in AllDialects.List)
            DialectRoutes.Map(routes, dialect, spoken);
        var described = Spoken(Connect.Dialect, WellKnown.Metadata, spoken, (http, site) => metadata.Handle(http, site, Connect.Dialect));
        routes.MapMethods(WellKnown.Metadata, Read, described).CalledBy(Callers.Anyone);
        var discovered = Spoken(
            Connect.Dialect,
            WellKnown.OpenId,
            spoken,
            (http, site) => site.Tenant is null ? metadata.Handle(http, site, Connect.Dialect) : NotThere(http)
        );
        routes.MapMethods(WellKnown.OpenId, Read, discovered).CalledBy(Callers.Anyone);
        routes.MapMethods(WellKnown.Keys, Read, At(WellKnown.Keys, http => keys.Handle(http, http.Site()))).CalledBy(Callers.Anyone);
        AccountRoutes.Map(routes);
        MigrationRoute.Map(routes);
    }

    public static IEndpointConventionBuilder CalledBy(this IEndpointConventionBuilder route, Callers callers) =>
        route.WithMetadata(callers);

    /// <summary>The site that the front door matched.</summary>
    public static Site Site(this HttpContext http) => http.Features.GetRequiredFeature<Site>();

    /// <summary>A path answers to the letter, unlike the framework's routing; the segments in braces answer to anything.</summary>
    public static RequestDelegate At(string path, RequestDelegate handle)
    {
        if (!path.Contains('{', StringComparison.Ordinal))
            return http => string.Equals(http.Request.Path, path, StringComparison.Ordinal) ? handle(http) : NotThere(http);
        var segments = path.Split('/');
        return http => Fits(http.Request.Path.Value!.Split('/')) ? handle(http) : NotThere(http);

        bool Fits(string[] asked) =>
            asked.Length == segments.Length
            && segments
                .Zip(asked)
                .All(pair => pair.First.Contains('{', StringComparison.Ordinal) ? pair.Second.Length > 0 : pair.First == pair.Second);
    }

    /// <summary>A path of a dialect, on the hosts that speak it.</summary>
    public static RequestDelegate Spoken(Dialect dialect, string path, SpokenDialects spoken, Func<HttpContext, Site, Task> handle) =>
        At(
            path,
            async http =>
            {
                var site = http.Site();
                await (await spoken.Has(site, dialect) ? handle(http, site) : NotThere(http));
            }
        );

    public static Task NotThere(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
