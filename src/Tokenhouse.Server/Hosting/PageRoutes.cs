using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Routes of pages, on the hosts that are the place for them. Forms are bound to who is signed in, if anybody is: when they are shown, and
/// when they come back. A post is let in when its form is one that we showed to that person.
/// </summary>
/// <param name="routes">Where to.</param>
/// <param name="place">What the host of a request stands for; null where these pages are not.</param>
/// <param name="bind">Finds out who is signed in.</param>
internal sealed class PageRoutes<TPlace>(IEndpointRouteBuilder routes, Func<HttpContext, TPlace?> place, Func<HttpContext, Task> bind)
    where TPlace : class
{
    private const string FormType = "application/x-www-form-urlencoded";
    private static readonly string[] Read = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];

    public IEndpointConventionBuilder Show<TPage>(string path, Callers callers, Func<TPage, HttpContext, TPlace, Task> show)
        where TPage : class => Map(path, Read, callers, show);

    public IEndpointConventionBuilder Submit<TPage>(string path, Callers callers, Func<TPage, HttpContext, TPlace, Task> submit)
        where TPage : class =>
        Map<TPage>(
            path,
            Post,
            callers,
            async (page, http, where) =>
            {
                var pages = http.RequestServices.GetRequiredService<PageWriter>();
                var isOurs = await IsReadable(http) && await pages.IsGenuine(http);
                await (isOurs ? submit(page, http, where) : Stale(pages, http));
            }
        );

    private IEndpointConventionBuilder Map<TPage>(
        string path,
        string[] methods,
        Callers callers,
        Func<TPage, HttpContext, TPlace, Task> handle
    )
        where TPage : class =>
        routes
            .MapMethods(
                path,
                methods,
                Routes.At(
                    path,
                    async http =>
                    {
                        if (place(http) is not { } where)
                        {
                            await Routes.NotThere(http);
                            return;
                        }
                        await bind(http);
                        await handle(http.RequestServices.GetRequiredService<TPage>(), http, where);
                    }
                )
            )
            .CalledBy(callers);

    /// <summary>Reads the form once, within bounds; everybody after this gets what was read.</summary>
    private static async Task<bool> IsReadable(HttpContext http)
    {
        if (http.Request.GetTypedHeaders().ContentType?.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) != true)
            return false;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Body.Max;
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return true;
        }
        catch (InvalidDataException)
        {
            return false; // more fields than any form of ours has
        }
    }

    private static Task Stale(PageWriter pages, HttpContext http) =>
        pages.Write<MessagePage>(
            http,
            StatusCodes.Status400BadRequest,
            new()
            {
                [nameof(MessagePage.Title)] = "This form is no longer valid",
                [nameof(MessagePage.Message)] =
                    "It was shown to somebody else, or in another window before you signed in or out. Nothing was done. Go back, load the page again, and repeat what you did.",
            }
        );
}
