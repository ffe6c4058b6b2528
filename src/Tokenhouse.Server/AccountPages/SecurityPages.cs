using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>An account's email address and password.</summary>
public sealed class SecurityPages(Passwords passwords, PasswordChanges passwordChanges, EmailDispatchService mail)
{
    public const string Path = "/account/security";
    public const string PasswordPath = "/account/password";

    public async Task Show(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        await http.WritePage<SecurityPage>(StatusCodes.Status200OK, new { Done = StatusMessage.Text(http), CanSend = mail.IsPossible });
    }

    /// <summary>Sends a link to confirm the email address.</summary>
    public async Task SendConfirmation(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        if (!person.Account.EmailConfirmed)
            mail.Confirm(site, person.Account);
        StatusMessage.Show(http, site, Path, StatusMessage.ConfirmationSent);
    }

    public async Task ShowPassword(HttpContext http, Site site)
    {
        await ShowPassword(http, SignedInAccount.Of(http), StatusCodes.Status200OK, fault: null);
    }

    public async Task ChangePassword(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (current, chosen) = (form["current"].ToString(), form["password"].ToString());
        var (status, fault) = (
            StatusCodes.Status400BadRequest,
            PasswordChanges.Fault(chosen, form["again"].ToString(), person.Account.Email)
        );
        if (fault is null)
        {
            var from = http.Connection.RemoteIpAddress;
            var outcome = await passwords.Check(person.Account.Email!, current, from);
            if (outcome.Account is null)
                (status, fault) = AccountErrorMessages.Of(http, outcome, "The current password is wrong.");
            else if (!await passwordChanges.Change(person.Account.Id, chosen, from, person.Session.Id))
                fault = "Your account was changed elsewhere in the meantime. Try again.";
        }
        if (fault is not null)
        {
            await ShowPassword(http, person, status, fault);
            return;
        }
        mail.Tell(site, person.Account, "The password of your account was changed.");
        StatusMessage.Show(http, site, Path, StatusMessage.Password);
    }

    private static Task ShowPassword(HttpContext http, SignedInAccount person, int status, string? fault) =>
        http.WritePage<PasswordPage>(status, new { Fault = fault });
}
