using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Asks a person for consent.</summary>
public sealed class ConsentForm(Consents consents, Interaction interaction, Decline decline)
{
    public async Task Show(HttpContext http, Site site)
    {
        var pending = await interaction.Resume(site, http.Request.Query[Tickets.Name]);
        if (pending is null)
            await Late.Show(http);
        else if (SignedIn.Find(http) is not { } person)
            AuthorizeResponse.Redirect(http, interaction.Back(pending));
        else
            await Show(http, pending, person);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var pending = await interaction.Resume(site, form[Tickets.Name]);
        if (pending is null)
        {
            await Late.Show(http);
            return;
        }
        if (SignedIn.Find(http) is not { } person)
        {
            AuthorizeResponse.Redirect(http, interaction.Back(pending)); // the session ended in the meantime: sign in and ask again
            return;
        }
        switch (form["decision"].ToString())
        {
            case "agree"
                when form["scope"] == pending.Scope.ToString() && await consents.IsMember(person.Account.Id, pending.Recipient.Client):
                await consents.Agree(person.Account.Id, pending.Recipient.Client, pending.Scope);
                AuthorizeResponse.Redirect(http, interaction.Agreed(pending, person));
                break;
            case "decline":
                await decline.Answer(http, pending, Decline.ByThePerson);
                break;
            default: // or client and contract now allow something else than was shown: ask for that
                AuthorizeResponse.Redirect(http, interaction.Back(pending));
                break;
        }
    }

    private async Task Show(HttpContext http, Pending pending, SignedIn person)
    {
        var client = pending.Recipient.Client;
        await http.WritePage<ConsentPage>(
            StatusCodes.Status200OK,
            new
            {
                Client = client.Name,
                Tenant = client.Tenant.Name,
                Environment = client.Environment,
                Shown = pending.Scope,
                Scopes = await consents.Describe(pending.Scope),
                Lifetime = client.Policy(pending.Dialect.Tokens).FamilyLifetime,
                Idle = client.Policy(pending.Dialect.Tokens).IdleLifetime,
                Email = person.Account.Email,
                ReturnsTo = RedirectUri.Origin(pending.Recipient.RedirectUri),
                Ticket = interaction.Ticket(pending),
            },
            RedirectUri.FormTarget(pending.Recipient.RedirectUri)
        );
    }
}
