using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Server.Hosting.Areas;
using Tokenhouse.Server.Hosting.HubApi;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's Hub, and who may call each. Nothing of a site answers there, and nothing of the Hub at a site.</summary>
internal static class HubRoutes
{
    /// <summary>The most that a form or a call of the API may bring: all scopes of the longest contract, and what is said beside them.</summary>
    public const int MaxBody = 256 * 1024;

    private const string Null = "%00";

    /// <summary>What a request to the Hub passes through; its table of routes is its own.</summary>
    public static void Use(IApplicationBuilder hub) =>
        hub.Use(WithoutNulls)
            .UseRouting()
            .UseAccess()
            .UseWhen(http => http.IsForProgram(), api => api.UseMiddleware<RequestBodyMiddleware>().UseMiddleware<Idempotency>())
            .UseEndpoints(Map);

    // No database can be asked for a null character, and nothing of ours has one: it is as if it had not been written.
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

    /// <summary>Whether a request is for the Hub, as the front door found.</summary>
    public static bool IsAtHub(this HttpContext http) => http.Features.Get<Core.Hub>() is not null;

    /// <summary>The Hub that the front door matched.</summary>
    public static Core.Hub Hub(this HttpContext http) => http.Features.GetRequiredFeature<Core.Hub>();
}
