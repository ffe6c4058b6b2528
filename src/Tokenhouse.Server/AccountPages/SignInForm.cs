using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Signs a person in with email address and password, for an application's request or the account's own pages.</summary>
public sealed class SignInForm(
    SignInPageWriter screen,
    ReturnUrlFlow returnUrlFlow,
    Passwords passwords,
    SecondFactorCookie second,
    EventRecorder activity
)
{
    private static readonly string TooMany =
        $"Too many attempts from your network. Wait {(int)AttemptThrottle.Window.TotalMinutes} minutes, or choose a new password.";

    public async Task Show(HttpContext http, Site site)
    {
        if (await returnUrlFlow.FromQuery(http, site) is not { } returnUrl)
            return;
        if (ReturnUrlFlow.IsReached(http, returnUrl))
            returnUrlFlow.Arrive(http, returnUrl);
        else
            await screen.Show(http, returnUrl, returnUrl.ValidatedAuthorizeRequest?.Request.LoginHint);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, password) = (form["email"].ToString(), form["password"].ToString());
        if (passwords.IsLimited(email, http.Connection.RemoteIpAddress))
        {
            await screen.ShowLimited(http);
            return;
        }
        if (await returnUrlFlow.FromForm(http, site) is not { } returnUrl)
            return;
        if (email.Length is 0 or > Passwords.LongestEmail || password.Length is 0 or > Passwords.LongestPassword)
        {
            await screen.Show(http, returnUrl, email, "Enter your email address and your password.");
            return;
        }
        var outcome = await passwords.Check(email, password, http.Connection.RemoteIpAddress);
        if (outcome.Refusal is { } refusal)
            activity.RefuseSignIn(http, site, email, refusal);
        if (outcome.Account is { TwoFactorEnabled: true } half)
        {
            second.Begin(http, half);
            returnUrlFlow.Continue(http, returnUrl, SecondFactorForm.Path);
        }
        else if (outcome.Account is { } account)
            await returnUrlFlow.SignIn(http, returnUrl, account, "pwd");
        else
        {
            var (status, fault) = AccountErrorMessages.Of(http, outcome, "The email address or the password is wrong.", TooMany);
            await screen.Show(http, returnUrl, email, fault, status);
        }
    }
}
