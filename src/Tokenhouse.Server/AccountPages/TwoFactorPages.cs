using Tokenhouse.Protocol;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Switching the second factor on, renewing its recovery codes, and switching it off.</summary>
public sealed class TwoFactorPages(PageWriter pages, TwoFactor twoFactor, Passwords passwords, Correspondence mail, TimeProvider clock)
{
    public const string Path = "/account/two-factor";
    public const string SetUpPath = Path + "/set-up";

    public async Task Show(HttpContext http, Site site)
    {
        await Show(http, SignedIn.Of(http), StatusCodes.Status200OK, fault: null);
    }

    /// <summary>Makes a new key and shows it.</summary>
    public async Task Begin(HttpContext http, Site site)
    {
        var person = SignedIn.Of(http);
        await twoFactor.Begin(person.Account.Id);
        Done.Show(http, site, SetUpPath);
    }

    public async Task ShowKey(HttpContext http, Site site)
    {
        await ShowKey(http, site, SignedIn.Of(http), StatusCodes.Status200OK, fault: null);
    }

    /// <summary>Switches it on by the first code.</summary>
    public async Task Confirm(HttpContext http, Site site)
    {
        var person = SignedIn.Of(http);
        var code = (await http.Request.ReadFormAsync(http.RequestAborted))["code"].ToString();
        if (await twoFactor.Confirm(person.Account.Id, code) is { } codes)
        {
            mail.Tell(site, person.Account, "Two-factor sign-in was switched on for your account.");
            await Show(http, person.Account, codes, justOn: true);
        }
        else
            await ShowKey(
                http,
                site,
                person,
                StatusCodes.Status400BadRequest,
                "That code is wrong, or was used before. Type the next one."
            );
    }

    /// <summary>New recovery codes instead of the old.</summary>
    public async Task Renew(HttpContext http, Site site)
    {
        var person = SignedIn.Of(http);
        if (await twoFactor.Renew(person.Account.Id) is { } codes)
        {
            mail.Tell(site, person.Account, "New recovery codes were made for your account; the old ones are worth nothing now.");
            await Show(http, person.Account, codes, justOn: false);
        }
        else
            Done.Show(http, site, Path);
    }

    public async Task SwitchOff(HttpContext http, Site site)
    {
        var person = SignedIn.Of(http);
        var password = (await http.Request.ReadFormAsync(http.RequestAborted))["password"].ToString();
        var outcome = await passwords.Check(person.Account.Email!, password, http.Connection.RemoteIpAddress);
        if (outcome.Account is null)
        {
            var (status, fault) = Faults.Of(http, outcome, "The password is wrong. Two-factor sign-in is still on.");
            await Show(http, person, status, fault);
        }
        else
        {
            await twoFactor.SwitchOff(person.Account.Id);
            mail.Tell(site, person.Account, "Two-factor sign-in was switched off for your account.");
            Done.Show(http, site, Path, Done.TwoFactorOff);
        }
    }

    private async Task Show(HttpContext http, SignedIn person, int status, string? fault) =>
        await pages.Write<TwoFactorPage>(
            http,
            status,
            new()
            {
                [nameof(TwoFactorPage.Account)] = person.Account,
                [nameof(TwoFactorPage.IsFresh)] = person.IsFreshAt(clock.GetUtcNow()),
                [nameof(TwoFactorPage.CodesLeft)] = await twoFactor.RecoveryCodesLeft(person.Account.Id),
                [nameof(TwoFactorPage.Fault)] = fault,
                [nameof(TwoFactorPage.Done)] = Done.Text(http),
            }
        );

    private async Task ShowKey(HttpContext http, Site site, SignedIn person, int status, string? fault)
    {
        if (await twoFactor.PendingKey(person.Account.Id) is not { } key)
        {
            Done.Show(http, site, Path); // nothing was begun, or it is on already
            return;
        }
        await pages.Write<TwoFactorSetUpPage>(
            http,
            status,
            new()
            {
                [nameof(TwoFactorSetUpPage.Account)] = person.Account,
                [nameof(TwoFactorSetUpPage.Key)] = key,
                [nameof(TwoFactorSetUpPage.Issuer)] = $"Tokenhouse {site.Datacentre.Name}",
                [nameof(TwoFactorSetUpPage.Fault)] = fault,
            }
        );
    }

    private Task Show(HttpContext http, Account account, IReadOnlyList<string> codes, bool justOn) =>
        pages.Write<RecoveryCodesPage>(
            http,
            StatusCodes.Status200OK,
            new()
            {
                [nameof(RecoveryCodesPage.Account)] = account,
                [nameof(RecoveryCodesPage.Codes)] = codes,
                [nameof(RecoveryCodesPage.JustOn)] = justOn,
            }
        );
}
