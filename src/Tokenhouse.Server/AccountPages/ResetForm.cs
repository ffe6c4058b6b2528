using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Sets a new password with a link from an email. Opening the link doesn't spend it; setting the password does.</summary>
public sealed class ResetForm(EmailLinks emailLinks, PasswordChanges passwordChanges, Passwords passwords, EmailDispatchService mail)
{
    public Task Show(HttpContext http, Site site) => Show(http, site, http.Request.Query[EmailTemplates.Value].ToString(), fault: null);

    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (link, chosen) = (form[EmailTemplates.Value].ToString(), form["password"].ToString());
        if (await emailLinks.Find(link, LinkPurpose.ResetPassword) is not { } found)
            await Late(http, site);
        else if (PasswordChanges.Fault(chosen, form["again"].ToString(), found.Email) is { } fault)
            await Show(http, site, link, fault);
        else if (await passwordChanges.Reset(link, chosen, http.Connection.RemoteIpAddress) is not { } account)
            await Late(http, site);
        else
        {
            await passwords.ResetFailures(account.Email!, http.Connection.RemoteIpAddress);
            mail.Tell(site, account, "The password of your account was reset with a link from an email.");
            AuthorizeResponse.Redirect(http, $"{site.Issuer}{InteractionPolicy.SignInPath}?{StatusMessage.Name}={StatusMessage.Reset}");
        }
    }

    private async Task Show(HttpContext http, Site site, string link, string? fault)
    {
        if (await emailLinks.Find(link, LinkPurpose.ResetPassword) is not { } account)
        {
            await Late(http, site);
            return;
        }
        await http.WritePage<ResetPage>(
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            new
            {
                Email = account.Email,
                Link = link,
                Fault = fault,
            }
        );
    }

    private static Task Late(HttpContext http, Site site) =>
        http.WritePage<MessagePage>(
            StatusCodes.Status400BadRequest,
            new
            {
                Title = "This link is no longer valid",
                Message = "It was already used, is older than an hour, or is incomplete. Nothing was changed.",
                Href = site.Issuer + ForgotForm.Path,
                Action = "Send a new link",
            }
        );
}
