using Microsoft.AspNetCore.Antiforgery;

namespace Tokenhouse.Server.Pages;

/// <summary>Routes of pages and of their forms.</summary>
internal static class PageRoutes
{
    /// <summary>A group of pages: paths must match exactly, and forms have limits.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes, FormLimits limits) =>
        limits.Limit(routes.MapGroup("").WithMetadata(ExactPath.Marker));

    /// <summary>A page.</summary>
    public static IEndpointConventionBuilder MapPage<TPage>(
        this IEndpointRouteBuilder pages,
        string path,
        Func<TPage, HttpContext, Task> show
    )
        where TPage : class => pages.MapGet(path, http => show(http.RequestServices.GetRequiredService<TPage>(), http));

    /// <summary>A form, which must have been shown to this person in this browser.</summary>
    public static IEndpointConventionBuilder MapForm<TPage>(
        this IEndpointRouteBuilder pages,
        string path,
        Func<TPage, HttpContext, Task> submit
    )
        where TPage : class =>
        pages
            .MapPost(path, http => submit(http.RequestServices.GetRequiredService<TPage>(), http))
            .WithMetadata(new RequireAntiforgeryTokenAttribute());
}
