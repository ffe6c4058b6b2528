using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Routes of pages, on the hosts that are the place for them. Forms are bound to who is signed in, if anybody is: when they are shown, and
/// when they come back. A post is let in when its form is one that we showed to that person.
/// </summary>
/// <param name="routes">Where to.</param>
/// <param name="place">What the host of a request stands for; null where these pages are not.</param>
/// <param name="bind">Finds out who is signed in.</param>
/// <param name="bounds">How much a form of theirs may bring.</param>
internal sealed class PageRoutes<TPlace>(
    IEndpointRouteBuilder routes,
    Func<HttpContext, TPlace?> place,
    Func<HttpContext, Task> bind,
    FormBounds bounds
)
    where TPlace : class
{
    private const string FormType = "application/x-www-form-urlencoded";

    private const string Stale =
        "It was shown to somebody else, or in another window before you signed in or out. Nothing was done. Go back, load the page again, and repeat what you did.";

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
                if (await Excess(http) is { } status)
                    await Refuse(pages, http, status, "That is too much at once", bounds.Sentence);
                else if (!IsForm(http) || !await pages.IsGenuine(http))
                    await Refuse(pages, http, StatusCodes.Status400BadRequest, "This form is no longer valid", Stale);
                else
                    await submit(page, http, where);
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

    private static bool IsForm(HttpContext http) =>
        http.Request.GetTypedHeaders().ContentType?.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the form once, within bounds; everybody after this gets what was read. The status of a refusal; null: there is none.</summary>
    private async Task<int?> Excess(HttpContext http)
    {
        bounds.Hold(http);
        if (!IsForm(http))
            return null;
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return StatusCodes.Status413PayloadTooLarge;
        }
        catch (InvalidDataException exception) when (exception.InnerException is null) // with one, it holds what no text has
        {
            return StatusCodes.Status400BadRequest;
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException("The form holds what no text has.", exception);
        }
    }

    private static Task Refuse(PageWriter pages, HttpContext http, int status, string title, string message) =>
        pages.WriteConstant(http, status, title, message);
}
