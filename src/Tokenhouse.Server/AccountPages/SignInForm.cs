using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Activity;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Signs a person in with email address and password, for an application's request or the account's own pages.</summary>
public sealed class SignInForm(SignInScreen screen, Destinations destinations, Passwords passwords, SecondStep second, EventLog activity)
{
    private static readonly string TooMany =
        $"Too many attempts from your network. Wait {(int)Throttling.Window.TotalMinutes} minutes, or choose a new password.";

    public async Task Show(HttpContext http, Site site)
    {
        if (await destinations.FromQuery(http, site) is not { } destination)
            return;
        if (Destinations.IsReached(http, destination))
            destinations.Arrive(http, destination);
        else
            await screen.Show(http, destination, destination.Pending?.Request.LoginHint);
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
        if (await destinations.FromForm(http, site) is not { } destination)
            return;
        if (email.Length is 0 or > Passwords.LongestEmail || password.Length is 0 or > Passwords.LongestPassword)
        {
            await screen.Show(http, destination, email, "Enter your email address and your password.");
            return;
        }
        var outcome = await passwords.Check(email, password, http.Connection.RemoteIpAddress);
        if (outcome.Refusal is { } refusal)
            activity.RefuseSignIn(http, site, email, refusal);
        if (outcome.Account is { TwoFactorEnabled: true } half)
        {
            second.Begin(http, half);
            destinations.Continue(http, destination, SecondFactorForm.Path);
        }
        else if (outcome.Account is { } account)
            await destinations.SignIn(http, destination, account, "pwd");
        else
        {
            var (status, fault) = Faults.Of(http, outcome, "The email address or the password is wrong.", TooMany);
            await screen.Show(http, destination, email, fault, status);
        }
    }
}
