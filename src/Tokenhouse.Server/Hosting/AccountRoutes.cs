using Tokenhouse.Core;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.OAuth.EndSession;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>The account holders' pages, only on the site's own hosts.</summary>
internal static class AccountRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages(new FormLimits(Parameters.MaxCount, RequestBodyReader.Max)).WithMetadata(SitePage.Marker);
        SignIn(pages.MapGroup("").CalledBy(EndpointAudience.Browsers));
        var account = pages.MapGroup("").CalledBy(EndpointAudience.AccountHolders).RequireAuthorization();
        Account(account);
        Security(account);
    }

    private static void SignIn(RouteGroupBuilder pages)
    {
        pages.MapPage<SignInForm>(InteractionPolicy.SignInPath, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<SignInForm>(InteractionPolicy.SignInPath, (page, http) => page.Submit(http, http.Site()));
        pages.MapForm<PasskeySignIn>(PasskeySignIn.Path, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<SecondFactorForm>(SecondFactorForm.Path, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<SecondFactorForm>(SecondFactorForm.Path, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<ForgotForm>(ForgotForm.Path, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<ForgotForm>(ForgotForm.Path, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<ResetForm>(EmailTemplates.ResetPath, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<ResetForm>(EmailTemplates.ResetPath, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<ConfirmForm>(EmailTemplates.ConfirmPath, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<ConfirmForm>(EmailTemplates.ConfirmPath, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<ConsentForm>(InteractionPolicy.ConsentPath, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<ConsentForm>(InteractionPolicy.ConsentPath, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<SelectAccountForm>(InteractionPolicy.SelectAccountPath, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<SelectAccountForm>(InteractionPolicy.SelectAccountPath, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<EndSessionForm>(EndSessionEndpoint.Page, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<EndSessionForm>(EndSessionEndpoint.Page, (page, http) => page.Submit(http, http.Site()));
        pages.MapPage<NotMemberPages>(InteractionPolicy.NotMemberPath, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<NotMemberPages>(InteractionPolicy.NotMemberPath, (page, http) => page.Submit(http, http.Site()));
    }

    private static void Account(RouteGroupBuilder pages)
    {
        pages.MapPage<AccountHomePages>(AccountReturnPath.Home, (page, http) => page.Show(http, http.Site()));
        pages
            .MapForm<AccountHomePages>("/account/withdraw", (page, http) => page.Withdraw(http, http.Site()))
            .ReturnsTo(AccountReturnPath.Home);
        pages
            .MapForm<AccountHomePages>("/account/sign-out", (page, http) => page.SignOut(http, http.Site()))
            .ReturnsTo(AccountReturnPath.Home);
        pages.MapPage<ProfilePages>(ProfilePages.Path, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<ProfilePages>(ProfilePages.Path, (page, http) => page.Change(http, http.Site()));
        pages.MapPage<SessionPages>(SessionPages.Path, (page, http) => page.Show(http, http.Site()));
        pages.MapForm<SessionPages>(SessionPages.Path + "/end", (page, http) => page.End(http, http.Site())).ReturnsTo(SessionPages.Path);
        pages
            .MapForm<SessionPages>(SessionPages.Path + "/end-others", (page, http) => page.EndOthers(http, http.Site()))
            .ReturnsTo(SessionPages.Path);
    }

    private static void Security(RouteGroupBuilder pages)
    {
        pages.MapPage<SecurityPages>(SecurityPages.Path, (page, http) => page.Show(http, http.Site()));
        pages
            .MapForm<SecurityPages>(SecurityPages.Path + "/confirm-mail", (page, http) => page.SendConfirmation(http, http.Site()))
            .ReturnsTo(SecurityPages.Path);
        pages
            .MapPage<SecurityPages>(SecurityPages.PasswordPath, (page, http) => page.ShowPassword(http, http.Site()))
            .RequireRecentSignIn();
        pages
            .MapForm<SecurityPages>(SecurityPages.PasswordPath, (page, http) => page.ChangePassword(http, http.Site()))
            .RequireRecentSignIn();
        pages.MapPage<TwoFactorPages>(TwoFactorPages.Path, (page, http) => page.Show(http, http.Site()));
        pages
            .MapForm<TwoFactorPages>(TwoFactorPages.Path + "/begin", (page, http) => page.Begin(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(TwoFactorPages.Path);
        pages
            .MapPage<TwoFactorPages>(TwoFactorPages.SetUpPath, (page, http) => page.ShowKey(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(TwoFactorPages.Path);
        pages
            .MapForm<TwoFactorPages>(TwoFactorPages.SetUpPath, (page, http) => page.Confirm(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(TwoFactorPages.Path);
        pages
            .MapForm<TwoFactorPages>(TwoFactorPages.Path + "/recovery-codes", (page, http) => page.Renew(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(TwoFactorPages.Path);
        pages
            .MapForm<TwoFactorPages>(TwoFactorPages.Path + "/switch-off", (page, http) => page.SwitchOff(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(TwoFactorPages.Path);
        pages.MapPage<PasskeyPages>(PasskeyPages.Path, (page, http) => page.Show(http, http.Site()));
        pages
            .MapForm<PasskeyPages>(PasskeyPages.Path + "/add", (page, http) => page.Add(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(PasskeyPages.Path);
        pages
            .MapForm<PasskeyPages>(PasskeyPages.Path + "/remove", (page, http) => page.Remove(http, http.Site()))
            .RequireRecentSignIn()
            .ReturnsTo(PasskeyPages.Path);
    }
}
