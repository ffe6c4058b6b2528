using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Authentication;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// The page of an invitation link. Viewing it changes nothing. Accepting it creates the membership, and an account if there is none. A person
/// with an account accepts with that.
/// </summary>
public sealed class InvitationPages(HubPageWriter pages, Invitations invitations, AcceptInvitation accept, EmailDispatchService mail)
{
    public const string Path = EmailTemplates.InvitationPath;

    public Task Show(HttpContext http) => Show(http, http.Request.Query[EmailTemplates.Value].ToString(), new("", "", "", ""), fault: null);

    public async Task Submit(HttpContext http, HubHost hub)
    {
        var link = http.Text(EmailTemplates.Value);
        if (!(await invitations.Find(link, http.Connection.RemoteIpAddress)).Ok(out var open, out var problem))
        {
            await Refuse(http, problem);
            return;
        }
        var newAccount = new AcceptInvitation.NewAccount(
            http.Request.Form["email"].ToString().Trim(), // only shown if the link isn't for a specific address
            http.Request.Form["name"].ToString().Trim(),
            http.Request.Form["password"].ToString(),
            http.Request.Form["again"].ToString()
        );
        var person = SignedInAccount.Find(http);
        if (person is null && open.HasAccount || person is not null && !open.IsFor(person.Account))
        {
            await Write(http, link, open, newAccount, fault: null);
            return;
        }
        var outcome = person is null ? await accept.Execute(link, open, newAccount, http) : await accept.Execute(link, person, http);
        if (!outcome.Ok(out var accepted, out var fault))
            await (fault.Fields.Count == 0 ? Refuse(http, fault) : Write(http, link, open, newAccount, fault));
        else
        {
            if (!accepted.Account.EmailConfirmed)
                mail.Confirm(hub.Datacentre.Site(TenantEnvironment.LIVE), accepted.Account);
            await Welcome(http, hub, open, accepted);
        }
    }

    private Task Welcome(HttpContext http, HubHost hub, OpenInvitation open, AcceptInvitation.Output accepted)
    {
        if (accepted.Role is Role.Member)
            return pages.WriteMessage(
                http,
                StatusCodes.Status200OK,
                $"You're now a member of {open.Tenant}",
                "Applications can now ask you to sign in with your email address and password."
            );
        AuthorizeResponse.Redirect(http, $"{hub.Address}/t/{accepted.Slug}");
        return Task.CompletedTask;
    }

    private async Task Show(HttpContext http, string link, AcceptInvitation.NewAccount newAccount, Problem? fault)
    {
        if ((await invitations.Find(link, http.Connection.RemoteIpAddress)).Ok(out var open, out var problem))
            await Write(http, link, open, newAccount, fault);
        else
            await Refuse(http, problem);
    }

    private Task Write(HttpContext http, string link, OpenInvitation open, AcceptInvitation.NewAccount newAccount, Problem? fault)
    {
        var person = SignedInAccount.Find(http);
        return pages.Write<InvitationPage>(
            http,
            fault?.Status ?? StatusCodes.Status200OK,
            new
            {
                Open = open,
                Link = link,
                SignedInAs = person?.Account.Email,
                IsTheirs = person is not null && open.IsFor(person.Account),
                SignIn = $"{SignInPages.Path}?{SignInPages.Page}={Uri.EscapeDataString($"{Path}?{EmailTemplates.Value}={link}")}",
                NewAccount = newAccount,
                Problem = fault,
            }
        );
    }

    private Task Refuse(HttpContext http, Problem problem)
    {
        if (problem.Status == StatusCodes.Status429TooManyRequests)
            http.Response.Headers.RetryAfter = $"{(int)AttemptThrottle.Window.TotalSeconds}";
        return pages.WriteMessage(http, problem.Status, problem.Title, problem.Detail);
    }
}
