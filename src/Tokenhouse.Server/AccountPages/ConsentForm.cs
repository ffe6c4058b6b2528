using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Asks a person for consent.</summary>
public sealed class ConsentForm(Consents consents, InteractionPolicy interactionPolicy, AuthorizeErrorResponder authorizeErrorResponder)
{
    public async Task Show(HttpContext http, Site site)
    {
        var validatedAuthorizeRequest = await interactionPolicy.Resume(site, http.Request.Query[AuthorizeRequestState.Name]);
        if (validatedAuthorizeRequest is null)
            await SignInExpiredPage.Show(http);
        else if (SignedInAccount.Find(http) is not { } person)
            AuthorizeResponse.Redirect(http, interactionPolicy.Back(validatedAuthorizeRequest));
        else
            await Show(http, validatedAuthorizeRequest, person);
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
        if (SignedInAccount.Find(http) is not { } person)
        {
            AuthorizeResponse.Redirect(http, interactionPolicy.Back(validatedAuthorizeRequest)); // the session ended in the meantime: sign in and ask again
            return;
        }
        switch (form["decision"].ToString())
        {
            case "agree"
                when form["scope"] == validatedAuthorizeRequest.Scope.ToString()
                    && await consents.IsMember(person.Account.Id, validatedAuthorizeRequest.ResponseTarget.Client):
                await consents.Agree(person.Account.Id, validatedAuthorizeRequest.ResponseTarget.Client, validatedAuthorizeRequest.Scope);
                AuthorizeResponse.Redirect(http, interactionPolicy.Agreed(validatedAuthorizeRequest, person));
                break;
            case "decline":
                await authorizeErrorResponder.Answer(http, validatedAuthorizeRequest, AuthorizeErrorResponder.ByThePerson);
                break;
            default: // or client and contract now allow something else than was shown: ask for that
                AuthorizeResponse.Redirect(http, interactionPolicy.Back(validatedAuthorizeRequest));
                break;
        }
    }

    private async Task Show(HttpContext http, ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person)
    {
        var client = validatedAuthorizeRequest.ResponseTarget.Client;
        await http.WritePage<ConsentPage>(
            StatusCodes.Status200OK,
            new
            {
                Client = client.Name,
                Tenant = client.Tenant.Name,
                Environment = client.Environment,
                Shown = validatedAuthorizeRequest.Scope,
                Scopes = await consents.Describe(validatedAuthorizeRequest.Scope),
                MayHaveEmail = client.Entitlement.SignIn.Contains(StandardScopes.Email),
                Lifetime = client.Policy(validatedAuthorizeRequest.Dialect.Tokens).FamilyLifetime,
                Idle = client.Policy(validatedAuthorizeRequest.Dialect.Tokens).IdleLifetime,
                Email = person.Account.Email,
                ReturnsTo = RedirectUri.Origin(validatedAuthorizeRequest.ResponseTarget.RedirectUri),
                Ticket = interactionPolicy.Ticket(validatedAuthorizeRequest),
            },
            RedirectUri.FormTarget(validatedAuthorizeRequest.ResponseTarget.RedirectUri)
        );
    }
}
