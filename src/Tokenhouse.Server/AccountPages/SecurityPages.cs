using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The mail address and the password of an account.</summary>
public sealed class SecurityPages(PageWriter pages, Gate gate, Passwords passwords, NewPasswords newPasswords, Correspondence mail)
{
    public const string Path = "/account/security";
    public const string PasswordPath = "/account/password";

    public async Task Show(HttpContext http, Site site)
    {
        if (await gate.Enter(http, site, Path) is not { } person)
            return;
        await pages.Write<SecurityPage>(
            http,
            StatusCodes.Status200OK,
            new()
            {
                [nameof(SecurityPage.Account)] = person.Account,
                [nameof(SecurityPage.Done)] = Done.Text(http),
                [nameof(SecurityPage.CanSend)] = mail.IsPossible,
            }
        );
    }

    /// <summary>Sends a link that confirms the mail address.</summary>
    public async Task SendConfirmation(HttpContext http, Site site)
    {
        if (await gate.Enter(http, site, Path) is not { } person)
            return;
        if (!person.Account.EmailConfirmed)
            mail.Confirm(site, person.Account);
        Gate.Show(http, site, Path, Done.ConfirmationSent);
    }

    public async Task ShowPassword(HttpContext http, Site site)
    {
        if (await gate.EnterFresh(http, site, PasswordPath) is { } person)
            await ShowPassword(http, person, StatusCodes.Status200OK, fault: null);
    }

    public async Task ChangePassword(HttpContext http, Site site)
    {
        if (await gate.EnterFresh(http, site, PasswordPath) is not { } person)
            return;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (current, chosen) = (form["current"].ToString(), form["password"].ToString());
        var (status, fault) = (StatusCodes.Status400BadRequest, NewPasswords.Fault(chosen, form["again"].ToString(), person.Account.Email));
        if (fault is null)
        {
            var from = http.Connection.RemoteIpAddress;
            var outcome = await passwords.Check(person.Account.Email!, current, from);
            if (outcome.Account is null)
                (status, fault) = Faults.Of(http, outcome, "The current password is wrong.");
            else if (!await newPasswords.Change(person.Account.Id, chosen, from, person.Session.Id))
                fault = "The account was changed elsewhere meanwhile. Try again.";
        }
        if (fault is not null)
        {
            await ShowPassword(http, person, status, fault);
            return;
        }
        mail.Tell(site, person.Account, "The password of your account was changed.");
        Gate.Show(http, site, Path, Done.Password);
    }

    private Task ShowPassword(HttpContext http, SignedIn person, int status, string? fault) =>
        pages.Write<PasswordPage>(
            http,
            status,
            new() { [nameof(PasswordPage.Account)] = person.Account, [nameof(PasswordPage.Fault)] = fault }
        );
}
