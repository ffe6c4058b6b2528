using Tokenhouse.Core;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.Hosting;

/// <summary>The pages of people, on the site's own hosts only.</summary>
internal static class AccountRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = new PageRoutes<Site>(
            routes,
            Place,
            http => http.RequestServices.GetRequiredService<Sessions>().Current(http),
            FormBounds.OfAccounts
        );
        SignIn(pages);
        Account(pages);
        Security(pages);
    }

    private static void SignIn(PageRoutes<Site> pages)
    {
        pages.Show<SignInForm>(Interaction.SignInPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        pages.Submit<SignInForm>(Interaction.SignInPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        pages.Submit<PasskeySignIn>(PasskeySignIn.Path, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        pages.Show<SecondFactorForm>(SecondFactorForm.Path, Callers.Browsers, (page, http, site) => page.Show(http, site));
        pages.Submit<SecondFactorForm>(SecondFactorForm.Path, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        pages.Show<ForgotForm>(ForgotForm.Path, Callers.Browsers, (page, http, site) => page.Show(http, site));
        pages.Submit<ForgotForm>(ForgotForm.Path, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        pages.Show<ResetForm>(Letters.ResetPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        pages.Submit<ResetForm>(Letters.ResetPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
        pages.Show<ConfirmForm>(Letters.ConfirmPath, Callers.Browsers, (page, http, site) => page.Show(http, site));
        pages.Submit<ConfirmForm>(Letters.ConfirmPath, Callers.Browsers, (page, http, site) => page.Submit(http, site));
    }

    private static void Account(PageRoutes<Site> pages)
    {
        var callers = Callers.AccountHolders;
        pages.Show<ConsentForm>(Interaction.ConsentPath, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<ConsentForm>(Interaction.ConsentPath, callers, (page, http, site) => page.Submit(http, site));
        pages.Show<NotMember>(Interaction.NotMemberPath, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<NotMember>(Interaction.NotMemberPath, callers, (page, http, site) => page.Submit(http, site));
        pages.Show<Home>(LocalPath.Home, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<Home>("/account/withdraw", callers, (page, http, site) => page.Withdraw(http, site));
        pages.Submit<Home>("/account/sign-out", callers, (page, http, site) => page.SignOut(http, site));
        pages.Show<SessionPages>(SessionPages.Path, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<SessionPages>(SessionPages.Path + "/end", callers, (page, http, site) => page.End(http, site));
        pages.Submit<SessionPages>(SessionPages.Path + "/end-others", callers, (page, http, site) => page.EndOthers(http, site));
    }

    private static void Security(PageRoutes<Site> pages)
    {
        var callers = Callers.AccountHolders;
        pages.Show<SecurityPages>(SecurityPages.Path, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<SecurityPages>(SecurityPages.Path + "/confirm-mail", callers, (page, http, site) => page.SendConfirmation(http, site));
        pages.Show<SecurityPages>(SecurityPages.PasswordPath, callers, (page, http, site) => page.ShowPassword(http, site));
        pages.Submit<SecurityPages>(SecurityPages.PasswordPath, callers, (page, http, site) => page.ChangePassword(http, site));
        pages.Show<TwoFactorPages>(TwoFactorPages.Path, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<TwoFactorPages>(TwoFactorPages.Path + "/begin", callers, (page, http, site) => page.Begin(http, site));
        pages.Show<TwoFactorPages>(TwoFactorPages.SetUpPath, callers, (page, http, site) => page.ShowKey(http, site));
        pages.Submit<TwoFactorPages>(TwoFactorPages.SetUpPath, callers, (page, http, site) => page.Confirm(http, site));
        pages.Submit<TwoFactorPages>(TwoFactorPages.Path + "/recovery-codes", callers, (page, http, site) => page.Renew(http, site));
        pages.Submit<TwoFactorPages>(TwoFactorPages.Path + "/switch-off", callers, (page, http, site) => page.SwitchOff(http, site));
        pages.Show<PasskeyPages>(PasskeyPages.Path, callers, (page, http, site) => page.Show(http, site));
        pages.Submit<PasskeyPages>(PasskeyPages.Path + "/add", callers, (page, http, site) => page.Add(http, site));
        pages.Submit<PasskeyPages>(PasskeyPages.Path + "/remove", callers, (page, http, site) => page.Remove(http, site));
    }

    private static Site? Place(HttpContext http) => http.Site() is { Tenant: null } site ? site : null;
}
