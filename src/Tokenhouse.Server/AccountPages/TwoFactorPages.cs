using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Turns the second factor on and off, and renews its recovery codes.</summary>
public sealed class TwoFactorPages(TwoFactor twoFactor, Passwords passwords, EmailDispatchService mail, TimeProvider clock)
{
    public const string Path = "/account/two-factor";
    public const string SetUpPath = Path + "/set-up";

    public async Task Show(HttpContext http, Site site)
    {
        await Show(http, SignedInAccount.Of(http), StatusCodes.Status200OK, fault: null);
    }

    /// <summary>Creates a new key and shows it.</summary>
    public async Task Begin(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        await twoFactor.Begin(person.Account.Id);
        StatusMessage.Show(http, site, SetUpPath);
    }

    public async Task ShowKey(HttpContext http, Site site)
    {
        await ShowKey(http, site, SignedInAccount.Of(http), StatusCodes.Status200OK, fault: null);
    }

    /// <summary>Turns it on with the first code.</summary>
    public async Task Confirm(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var code = (await http.Request.ReadFormAsync(http.RequestAborted))["code"].ToString();
        if (await twoFactor.Confirm(person.Account.Id, code) is { } codes)
        {
            mail.Tell(site, person.Account, "Two-factor sign-in was turned on for your account.");
            await Show(http, codes, justOn: true);
        }
        else
            await ShowKey(
                http,
                site,
                person,
                StatusCodes.Status400BadRequest,
                "That code is wrong or was already used. Enter the next one."
            );
    }

    /// <summary>Replaces the recovery codes.</summary>
    public async Task Renew(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        if (await twoFactor.Renew(person.Account.Id) is { } codes)
        {
            mail.Tell(site, person.Account, "New recovery codes were created for your account. The old ones no longer work.");
            await Show(http, codes, justOn: false);
        }
        else
            StatusMessage.Show(http, site, Path);
    }

    public async Task SwitchOff(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var password = (await http.Request.ReadFormAsync(http.RequestAborted))["password"].ToString();
        var outcome = await passwords.Check(person.Account.Email!, password, http.Connection.RemoteIpAddress);
        if (outcome.Account is null)
        {
            var (status, fault) = AccountErrorMessages.Of(http, outcome, "Wrong password. Two-factor sign-in is still on.");
            await Show(http, person, status, fault);
        }
        else
        {
            await twoFactor.SwitchOff(person.Account.Id);
            mail.Tell(site, person.Account, "Two-factor sign-in was turned off for your account.");
            StatusMessage.Show(http, site, Path, StatusMessage.TwoFactorOff);
        }
    }

    private async Task Show(HttpContext http, SignedInAccount person, int status, string? fault) =>
        await http.WritePage<TwoFactorPage>(
            status,
            new
            {
                IsFresh = person.IsFreshAt(clock.GetUtcNow()),
                CodesLeft = await twoFactor.RecoveryCodesLeft(person.Account.Id),
                Fault = fault,
                Done = StatusMessage.Text(http),
            }
        );

    private async Task ShowKey(HttpContext http, Site site, SignedInAccount person, int status, string? fault)
    {
        if (await twoFactor.PendingKey(person.Account.Id) is not { } key)
        {
            StatusMessage.Show(http, site, Path); // the setup wasn't started, or it is already on
            return;
        }
        await http.WritePage<TwoFactorSetUpPage>(
            status,
            new
            {
                Key = key,
                Issuer = $"Tokenhouse {site.Datacentre.Name}",
                Fault = fault,
            }
        );
    }

    private static Task Show(HttpContext http, IReadOnlyList<string> codes, bool justOn) =>
        http.WritePage<RecoveryCodesPage>(StatusCodes.Status200OK, new { Codes = codes, JustOn = justOn });
}
