using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The account holder's name and language, as colleagues and applications see them.</summary>
public sealed class ProfilePages(Profiles profiles)
{
    public const string Path = "/account/profile";

    public Task Show(HttpContext http, Site site)
    {
        var account = SignedInAccount.Of(http).Account;
        return Show(http, StatusCodes.Status200OK, account.Name, account.Locale ?? "", fault: null);
    }

    public async Task Change(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, locale) = (form["name"].ToString(), form["locale"].ToString());
        if ((Profiles.NameFault(name) ?? Profiles.LocaleFault(locale)) is { } fault)
        {
            await Show(http, StatusCodes.Status400BadRequest, name, locale, fault);
            return;
        }
        await profiles.Change(SignedInAccount.Of(http).Account.Id, name, locale);
        StatusMessage.Show(http, site, Path, StatusMessage.Profile);
    }

    private static Task Show(HttpContext http, int status, string name, string locale, string? fault) =>
        http.WritePage<ProfilePage>(
            status,
            new
            {
                Name = name,
                Locale = locale,
                Fault = fault,
                Done = StatusMessage.Text(http),
            }
        );
}
