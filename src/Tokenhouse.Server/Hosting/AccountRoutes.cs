using Tokenhouse.Protocol;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>The pages of people, on the site's own hosts only. A post is let in when its form is one that we showed to that person.</summary>
internal static class AccountRoutes
{
    private static readonly string[] Read = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Show<SignInForm>(routes, Interaction.SignInPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        Submit<SignInForm>(routes, Interaction.SignInPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        Show<ConsentForm>(routes, Interaction.ConsentPath, Callers.AccountHolders, (page, http, site) => page.Show(http, site));
        Submit<ConsentForm>(routes, Interaction.ConsentPath, Callers.AccountHolders, (page, http, site) => page.Submit(http, site));
        Show<NotMember>(routes, Interaction.NotMemberPath, Callers.AccountHolders, (page, http, site) => page.Show(http, site));
        Submit<NotMember>(routes, Interaction.NotMemberPath, Callers.AccountHolders, (page, http, site) => page.Submit(http, site));
        Show<Home>(routes, "/account", Callers.AccountHolders, (page, http, site) => page.Show(http, site));
        Submit<Home>(routes, "/account/withdraw", Callers.AccountHolders, (page, http, site) => page.Withdraw(http, site));
        Submit<Home>(routes, "/account/sign-out", Callers.AccountHolders, (page, http, site) => page.SignOut(http, site));
    }

    private static void Show<TPage>(IEndpointRouteBuilder routes, string path, Callers callers, Func<TPage, HttpContext, Site, Task> show)
        where TPage : class => routes.MapMethods(path, Read, OnSite(path, show)).CalledBy(callers);

    private static void Submit<TPage>(
        IEndpointRouteBuilder routes,
        string path,
        Callers callers,
        Func<TPage, HttpContext, Site, Task> submit
    )
        where TPage : class =>
        routes
            .MapMethods(
                path,
                Post,
                OnSite<TPage>(
                    path,
                    async (page, http, site) =>
                    {
                        await http.RequestServices.GetRequiredService<Accounts.Sessions>().Current(http); // forms are bound to the person
                        var pages = http.RequestServices.GetRequiredService<PageWriter>();
                        await (await pages.IsGenuine(http) ? submit(page, http, site) : Stale(pages, http));
                    }
                )
            )
            .CalledBy(callers);

    private static RequestDelegate OnSite<TPage>(string path, Func<TPage, HttpContext, Site, Task> handle)
        where TPage : class =>
        Routes.At(
            path,
            http =>
                http.Site() is { Tenant: null } site
                    ? handle(http.RequestServices.GetRequiredService<TPage>(), http, site)
                    : Routes.NotThere(http)
        );

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
