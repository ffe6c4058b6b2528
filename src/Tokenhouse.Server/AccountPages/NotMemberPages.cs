using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Tells a person that they aren't a member of the application's company, so it can't act for them.</summary>
public sealed class NotMemberPages(Sessions sessions, InteractionPolicy interactionPolicy, AuthorizeErrorResponder authorizeErrorResponder)
{
    public async Task Show(HttpContext http, Site site)
    {
        var validatedAuthorizeRequest = await interactionPolicy.Resume(site, http.Request.Query[AuthorizeRequestState.Name]);
        if (validatedAuthorizeRequest is null)
            await SignInExpiredPage.Show(http);
        else if (SignedInAccount.Find(http) is not { } person)
            AuthorizeResponse.Redirect(http, interactionPolicy.Back(validatedAuthorizeRequest));
        else
            await http.WritePage<NotMemberPage>(
                StatusCodes.Status403Forbidden,
                new
                {
                    Client = validatedAuthorizeRequest.ResponseTarget.Client.Name,
                    Tenant = validatedAuthorizeRequest.ResponseTarget.Client.Tenant.Name,
                    Email = person.Account.Email,
                    Ticket = interactionPolicy.Ticket(validatedAuthorizeRequest),
                },
                RedirectUri.FormTarget(validatedAuthorizeRequest.ResponseTarget.RedirectUri)
            );
    }

    /// <summary>Returns to the application with an error, or continues with another account.</summary>
    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var validatedAuthorizeRequest = await interactionPolicy.Resume(site, form[AuthorizeRequestState.Name]);
        if (validatedAuthorizeRequest is null)
            await SignInExpiredPage.Show(http);
        else if (form["decision"] == "switch")
        {
            await sessions.End(http);
            AuthorizeResponse.Redirect(http, interactionPolicy.Back(validatedAuthorizeRequest));
        }
        else
            await authorizeErrorResponder.Answer(http, validatedAuthorizeRequest, AuthorizeErrorResponder.NotAMember);
    }
}
