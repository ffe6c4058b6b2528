using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>An account's sessions, and how to end them.</summary>
public sealed class SessionPages(Sessions sessions)
{
    public const string Path = "/account/sessions";

    public async Task Show(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        await http.WritePage<SessionsPage>(
            StatusCodes.Status200OK,
            new
            {
                Sessions = await sessions.List(person.Account.Id),
                Current = person.Session.Id,
                Done = StatusMessage.Text(http),
            }
        );
    }

    public async Task End(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var chosen = (await http.Request.ReadFormAsync(http.RequestAborted))["session"];
        if (!Guid.TryParse(chosen, out var id))
            StatusMessage.Show(http, site, Path);
        else if (id == person.Session.Id)
        {
            await sessions.End(http);
            AuthorizeResponse.Redirect(http, SessionAuthenticationHandler.SignInFor(site, Path));
        }
        else
        {
            await sessions.End(person.Account.Id, id);
            StatusMessage.Show(http, site, Path, StatusMessage.SessionEnded);
        }
    }

    public async Task EndOthers(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        await sessions.EndOthers(person.Account.Id, person.Session.Id);
        StatusMessage.Show(http, site, Path, StatusMessage.SessionsEnded);
    }
}
