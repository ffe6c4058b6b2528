using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The account holder's home page: the applications that act for them, and how to withdraw one.</summary>
public sealed class AccountHomePages(Sessions sessions, Consents consents)
{
    public async Task Show(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        await http.WritePage<AccountHomePage>(
            StatusCodes.Status200OK,
            new { Applications = await consents.List(person.Account.Id), Done = StatusMessage.Text(http) }
        );
    }

    public async Task Withdraw(HttpContext http, Site site)
    {
        var person = SignedInAccount.Of(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var agreed = await consents.List(person.Account.Id);
        var chosen = agreed.FirstOrDefault(application => application.Key == form["application"]);
        if (chosen is not null)
            await consents.Withdraw(person.Account.Id, chosen.TenantId, chosen.Environment, chosen.ClientId);
        StatusMessage.Show(http, site, AccountReturnPath.Home, chosen is null ? null : StatusMessage.Withdrawn);
    }

    public async Task SignOut(HttpContext http, Site site)
    {
        await sessions.End(http);
        AuthorizeResponse.Redirect(http, SessionAuthenticationHandler.SignInFor(site, AccountReturnPath.Home));
    }
}
