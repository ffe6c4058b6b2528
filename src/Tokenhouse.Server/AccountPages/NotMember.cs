using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Tells a person that they aren't a member of the application's company, so it can't act for them.</summary>
public sealed class NotMember(Sessions sessions, Interaction interaction, Decline decline)
{
    public async Task Show(HttpContext http, Site site)
    {
        var pending = await interaction.Resume(site, http.Request.Query[Tickets.Name]);
        if (pending is null)
            await Late.Show(http);
        else if (SignedIn.Find(http) is not { } person)
            AuthorizeResponse.Redirect(http, interaction.Back(pending));
        else
            await http.WritePage<NotMemberPage>(
                StatusCodes.Status403Forbidden,
                new
                {
                    Client = pending.Recipient.Client.Name,
                    Tenant = pending.Recipient.Client.Tenant.Name,
                    Email = person.Account.Email,
                    Ticket = interaction.Ticket(pending),
                },
                RedirectUri.FormTarget(pending.Recipient.RedirectUri)
            );
    }

    /// <summary>Returns to the application with an error, or continues with another account.</summary>
    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var pending = await interaction.Resume(site, form[Tickets.Name]);
        if (pending is null)
            await Late.Show(http);
        else if (form["decision"] == "switch")
        {
            await sessions.End(http);
            AuthorizeResponse.Redirect(http, interaction.Back(pending));
        }
        else
            await decline.Answer(http, pending, Decline.NotAMember);
    }
}
