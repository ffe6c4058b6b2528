using Tokenhouse.Protocol;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Tells a person that an application belongs to a company that they are no member of: it cannot act for them.</summary>
public sealed class NotMember(PageWriter pages, Sessions sessions, Interaction interaction, Decline decline)
{
    public async Task Show(HttpContext http, Site site)
    {
        var pending = await interaction.Resume(site, http.Request.Query[Tickets.Name]);
        if (pending is null)
            await Late.Show(pages, http);
        else if (SignedIn.Find(http) is not { } person)
            AuthorizeResponse.Redirect(http, interaction.Back(pending));
        else
            await pages.Write<NotMemberPage>(
                http,
                StatusCodes.Status403Forbidden,
                new()
                {
                    [nameof(NotMemberPage.Client)] = pending.Recipient.Client.Name,
                    [nameof(NotMemberPage.Tenant)] = pending.Recipient.Client.Tenant.Name,
                    [nameof(NotMemberPage.Email)] = person.Account.Email,
                    [nameof(NotMemberPage.Ticket)] = interaction.Ticket(pending),
                },
                RedirectUri.FormTarget(pending.Recipient.RedirectUri)
            );
    }

    /// <summary>Back to the application without an answer for it, or on with another account.</summary>
    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var pending = await interaction.Resume(site, form[Tickets.Name]);
        if (pending is null)
            await Late.Show(pages, http);
        else if (form["decision"] == "switch")
        {
            await sessions.End(http);
            AuthorizeResponse.Redirect(http, interaction.Back(pending));
        }
        else
            await decline.Answer(http, pending, Decline.NotAMember);
    }
}
