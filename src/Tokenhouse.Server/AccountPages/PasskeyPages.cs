using System.Buffers.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The passkeys of an account: list, add and remove.</summary>
public sealed class PasskeyPages(Passkeys passkeys, EmailDispatchService mail, TimeProvider clock)
{
    public const string Path = "/account/passkeys";

    public async Task Show(HttpContext http, Site site)
    {
        await Show(http, site, SignedInAccount.Of(http), fault: null);
    }

    public async Task Add(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var name = form["name"].ToString().Trim();
        if (name.Length is 0 or > Passkeys.LongestName)
            await Show(http, site, person, $"Give the passkey a name of at most {Passkeys.LongestName} characters.");
        else if (await passkeys.Add(http, site, person.Account, name, (form["credential"].ToString(), form["state"].ToString())))
        {
            mail.Tell(site, person.Account, "A passkey was added to your account.");
            StatusMessage.Show(http, site, Path, StatusMessage.PasskeyAdded);
        }
        else
            await Show(http, site, person, "That passkey wasn't accepted. The page may have been open for too long. Try again.");
    }

    public async Task Remove(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var chosen = (await http.Request.ReadFormAsync(http.RequestAborted))["passkey"].ToString();
        if (!Base64Url.IsValid(chosen))
        {
            StatusMessage.Show(http, site, Path);
            return;
        }
        await passkeys.Remove(person.Account.Id, Base64Url.DecodeFromChars(chosen));
        mail.Tell(site, person.Account, "A passkey was removed from your account.");
        StatusMessage.Show(http, site, Path, StatusMessage.PasskeyRemoved);
    }

    private async Task Show(HttpContext http, Site site, SignedInAccount person, string? fault)
    {
        var known = await passkeys.List(person.Account);
        var mayAdd = person.IsFreshAt(clock.GetUtcNow()) && known.Count < Passkeys.Most;
        await http.WritePage<PasskeysPage>(
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            new
            {
                Known = known,
                Host = site.Host,
                IsFresh = person.IsFreshAt(clock.GetUtcNow()),
                Offer = mayAdd ? await passkeys.ToAdd(http, site, person.Account) : null,
                Fault = fault,
                Done = StatusMessage.Text(http),
            }
        );
    }
}
