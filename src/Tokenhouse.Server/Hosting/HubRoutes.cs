using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Server.Hosting.Areas;
using Tokenhouse.Server.Hosting.HubApi;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's Hub, and who can call each. A site never answers at the Hub, nor the Hub at a site.</summary>
internal static class HubRoutes
{
    /// <summary>The maximum size of a form or API call: all scopes of the longest contract, and the other fields.</summary>
    public const int MaxBody = 256 * 1024;

    private const string Null = "%00";

    /// <summary>The Hub's request pipeline, with its own route table.</summary>
    public static void Use(IApplicationBuilder hub) =>
        hub.Use(WithoutNulls)
            .UseRouting()
            .UseAccess()
            .UseWhen(http => http.IsForProgram(), api => api.UseMiddleware<RequestBodyMiddleware>().UseMiddleware<Idempotency>())
            .UseEndpoints(Map);

    // Databases can't query a null character, and our data never contains one, so it is ignored.
    private static Task WithoutNulls(HttpContext http, RequestDelegate next)
    {
        while (http.Request.QueryString.Value?.Contains(Null, StringComparison.Ordinal) is true)
            http.Request.QueryString = new(http.Request.QueryString.Value.Replace(Null, "", StringComparison.Ordinal));
        return next(http);
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages(FormLimits.OfHub);
        SignInArea.MapPages(pages);
        PeopleArea.MapInvitation(pages);
        HubAreas.MapPages(new(pages, HubPageRoutes.OfTenant), new(pages, HubPageRoutes.OfOperators));
        HubApiRoutes.Map(routes);
    }

    /// <summary>Whether the front door found that a request is for the Hub.</summary>
    public static bool IsAtHub(this HttpContext http) => http.Features.Get<Core.Hub>() is not null;

    /// <summary>The Hub that the front door matched.</summary>
    public static Core.Hub Hub(this HttpContext http) => http.Features.GetRequiredFeature<Core.Hub>();
}
