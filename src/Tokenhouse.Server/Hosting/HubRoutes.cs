using Tokenhouse.Server.Hub.Api;
using Tokenhouse.Server.Hub.Authentication;
using Tokenhouse.Server.Hub.People;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>All routes of a datacentre's Hub, and who can call each. A site never answers at the Hub, nor the Hub at a site.</summary>
internal static class HubRoutes
{
    private const string Null = "%00";

    /// <summary>The Hub's request pipeline, with its own route table.</summary>
    public static void Use(IApplicationBuilder hub) =>
        hub.Use(WithoutNulls)
            .UseRouting()
            .UseAccess()
            .UseWhen(
                http => http.IsForProgram(),
                api => api.UseMiddleware<QueryMiddleware>().UseMiddleware<RequestBodyMiddleware>().UseMiddleware<IdempotencyMiddleware>()
            )
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
        SignInModule.MapPages(pages);
        PeopleModule.MapInvitation(pages);
        HubModules.MapPages(new(pages, HubPageRoutes.OfTenant), new(pages, HubPageRoutes.OfOperators));
        HubApiRoutes.Map(routes, HubModules.MapApi, HubModules.MapVendorApi);
    }
}
