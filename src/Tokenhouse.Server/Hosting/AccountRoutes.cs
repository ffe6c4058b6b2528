using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Protocol;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Dialects;
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
        SignIn(routes);
        Account(routes);
        Security(routes);
    }

    private static void SignIn(IEndpointRouteBuilder routes)
    {
        Show<SignInForm>(routes, Interaction.SignInPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        Submit<SignInForm>(routes, Interaction.SignInPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        Submit<PasskeySignIn>(routes, PasskeySignIn.Path, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        Show<SecondFactorForm>(routes, SecondFactorForm.Path, Callers.Browsers, (page, http, site) => page.Show(http, site));
        Submit<SecondFactorForm>(routes, SecondFactorForm.Path, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        Show<ForgotForm>(routes, ForgotForm.Path, Callers.Browsers, (page, http, site) => page.Show(http, site));
        Submit<ForgotForm>(routes, ForgotForm.Path, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        Show<ResetForm>(routes, Letters.ResetPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        Submit<ResetForm>(routes, Letters.ResetPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        Show<ConfirmForm>(routes, Letters.ConfirmPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        Submit<ConfirmForm>(routes, Letters.ConfirmPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
    }

    private static void Account(IEndpointRouteBuilder routes)
    {
        var callers = Callers.AccountHolders;
        Show<ConsentForm>(routes, Interaction.ConsentPath, callers, (page, http, site) => page.Show(http, site));
        Submit<ConsentForm>(routes, Interaction.ConsentPath, callers, (page, http, site) => page.Submit(http, site));
        Show<NotMember>(routes, Interaction.NotMemberPath, callers, (page, http, site) => page.Show(http, site));
        Submit<NotMember>(routes, Interaction.NotMemberPath, callers, (page, http, site) => page.Submit(http, site));
        Show<Home>(routes, LocalPath.Home, callers, (page, http, site) => page.Show(http, site));
        Submit<Home>(routes, "/account/withdraw", callers, (page, http, site) => page.Withdraw(http, site));
        Submit<Home>(routes, "/account/sign-out", callers, (page, http, site) => page.SignOut(http, site));
        Show<SessionPages>(routes, SessionPages.Path, callers, (page, http, site) => page.Show(http, site));
        Submit<SessionPages>(routes, SessionPages.Path + "/end", callers, (page, http, site) => page.End(http, site));
        Submit<SessionPages>(routes, SessionPages.Path + "/end-others", callers, (page, http, site) => page.EndOthers(http, site));
    }

    private static void Security(IEndpointRouteBuilder routes)
    {
        var callers = Callers.AccountHolders;
        Show<SecurityPages>(routes, SecurityPages.Path, callers, (page, http, site) => page.Show(http, site));
        Submit<SecurityPages>(
            routes,
            SecurityPages.Path + "/confirm-mail",
            callers,
            (page, http, site) => page.SendConfirmation(http, site)
        );
        Show<SecurityPages>(routes, SecurityPages.PasswordPath, callers, (page, http, site) => page.ShowPassword(http, site));
        Submit<SecurityPages>(routes, SecurityPages.PasswordPath, callers, (page, http, site) => page.ChangePassword(http, site));
        Show<TwoFactorPages>(routes, TwoFactorPages.Path, callers, (page, http, site) => page.Show(http, site));
        Submit<TwoFactorPages>(routes, TwoFactorPages.Path + "/begin", callers, (page, http, site) => page.Begin(http, site));
        Show<TwoFactorPages>(routes, TwoFactorPages.SetUpPath, callers, (page, http, site) => page.ShowKey(http, site));
        Submit<TwoFactorPages>(routes, TwoFactorPages.SetUpPath, callers, (page, http, site) => page.Confirm(http, site));
        Submit<TwoFactorPages>(routes, TwoFactorPages.Path + "/recovery-codes", callers, (page, http, site) => page.Renew(http, site));
        Submit<TwoFactorPages>(routes, TwoFactorPages.Path + "/switch-off", callers, (page, http, site) => page.SwitchOff(http, site));
        Show<PasskeyPages>(routes, PasskeyPages.Path, callers, (page, http, site) => page.Show(http, site));
        Submit<PasskeyPages>(routes, PasskeyPages.Path + "/add", callers, (page, http, site) => page.Add(http, site));
        Submit<PasskeyPages>(routes, PasskeyPages.Path + "/remove", callers, (page, http, site) => page.Remove(http, site));
    }

    private static void Show<TPage>(IEndpointRouteBuilder routes, string path, Callers callers, Func<TPage, HttpContext, Site, Task> show)
        where TPage : class =>
        routes
            .MapMethods(
                path,
                Read,
                OnSite<TPage>(
                    path,
                    async (page, http, site) =>
                    {
                        await Bind(http);
                        await show(page, http, site);
                    }
                )
            )
            .CalledBy(callers);

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
                        await Bind(http);
                        var pages = http.RequestServices.GetRequiredService<PageWriter>();
                        var isOurs = await IsReadable(http) && await pages.IsGenuine(http);
                        await (isOurs ? submit(page, http, site) : Stale(pages, http));
                    }
                )
            )
            .CalledBy(callers);

    /// <summary>Forms are bound to who is signed in, if anybody is: when they are shown, and when they come back.</summary>
    private static async Task Bind(HttpContext http) => await http.RequestServices.GetRequiredService<Sessions>().Current(http);

    private static RequestDelegate OnSite<TPage>(string path, Func<TPage, HttpContext, Site, Task> handle)
        where TPage : class =>
        Routes.At(
            path,
            http =>
                http.Site() is { Tenant: null } site
                    ? handle(http.RequestServices.GetRequiredService<TPage>(), http, site)
                    : Routes.NotThere(http)
        );

    /// <summary>Reads the form once, within bounds; everybody after this gets what was read.</summary>
    private static async Task<bool> IsReadable(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
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
