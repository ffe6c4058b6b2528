using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Asks a person which account an application may use: the one that is signed in, or another.</summary>
public sealed class SelectAccountForm(Sessions sessions, InteractionPolicy interactionPolicy)
{
    public async Task Show(HttpContext http, Site site)
    {
        var validatedAuthorizeRequest = await interactionPolicy.Resume(site, http.Request.Query[AuthorizeRequestState.Name]);
        if (validatedAuthorizeRequest is null)
            await SignInExpiredPage.Show(http);
        else if (SignedInAccount.Find(http) is not { } person)
            http.SeeOther(interactionPolicy.Back(validatedAuthorizeRequest));
        else
            await http.WritePage<SelectAccountPage>(
                StatusCodes.Status200OK,
                new
                {
                    Client = validatedAuthorizeRequest.ResponseTarget.Client.Name,
                    Name = person.Account.Name,
                    Email = person.Account.Email,
                    Ticket = interactionPolicy.Ticket(validatedAuthorizeRequest),
                },
                RedirectUri.FormTarget(validatedAuthorizeRequest.ResponseTarget.RedirectUri)
            );
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var validatedAuthorizeRequest = await interactionPolicy.Resume(site, form[AuthorizeRequestState.Name]);
        if (validatedAuthorizeRequest is null)
        {
            await SignInExpiredPage.Show(http);
            return;
        }
        if (form["decision"] == "switch")
            await sessions.End(http);
        else if (SignedInAccount.Find(http) is { } person)
        {
            http.SeeOther(interactionPolicy.Selected(validatedAuthorizeRequest, person));
            return;
        }
        http.SeeOther(interactionPolicy.Back(validatedAuthorizeRequest));
    }
}
