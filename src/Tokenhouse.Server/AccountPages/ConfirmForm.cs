using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Confirms an email address with the link that was sent to it. Opening the link doesn't spend it; the button does.</summary>
public sealed class ConfirmForm(EmailLinks emailLinks, EmailConfirmations emailConfirmations)
{
    public async Task Show(HttpContext http, Site site)
    {
        var link = http.Request.Query[EmailTemplates.Value].ToString();
        if (await emailLinks.Find(link, LinkPurpose.ConfirmEmail) is { } account)
            await http.WritePage<ConfirmPage>(StatusCodes.Status200OK, new { Email = account.Email, Link = link });
        else
            await WriteMessage(http, site, StatusCodes.Status400BadRequest, "This link is no longer valid", Late);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var link = (await http.Request.ReadFormAsync(http.RequestAborted))[EmailTemplates.Value].ToString();
        if (await emailConfirmations.Confirm(link))
            await WriteMessage(
                http,
                site,
                StatusCodes.Status200OK,
                "Your email address is confirmed",
                "Thank you. You can close this window."
            );
        else
            await WriteMessage(http, site, StatusCodes.Status400BadRequest, "This link is no longer valid", Late);
    }

    private const string Late = "It was already used, is older than an hour, or is incomplete. Send another one from your account page.";

    private static Task WriteMessage(HttpContext http, Site site, int status, string title, string message) =>
        http.WritePage<MessagePage>(
            status,
            new
            {
                Title = title,
                Message = message,
                Href = site.Issuer + SecurityPages.Path,
                Action = "Go to your account",
            }
        );
}
