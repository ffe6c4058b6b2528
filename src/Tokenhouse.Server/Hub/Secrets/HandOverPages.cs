using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>The first secret of a credential: the link, its page, and the secret itself, once.</summary>
public sealed class HandOverPages(HubPageWriter pages, MakeHandOver make, ReadHandOver read, FetchSecret fetch)
{
    /// <summary>What the link is for. Viewing it changes nothing.</summary>
    public Task Show(HttpContext http, HubPageContext context) =>
        Show(http, context, http.Request.Query[EmailTemplates.Value].ToString(), fault: null);

    /// <summary>Creates the secret and shows it in the response to the form, and nowhere else.</summary>
    public async Task Fetch(HttpContext http, HubPageContext context)
    {
        var link = http.Text(EmailTemplates.Value);
        var outcome = await fetch.Execute(context.Caller, http.Key(), new(link, ExpiryField.Read(http)));
        if (outcome.Ok(out var made, out var problem))
            await pages.Write<SecretShownPage>(http, StatusCodes.Status200OK, new { Key = http.Key(), Made = made });
        else
            await Show(http, context, link, problem);
    }

    /// <summary>Creates a new link and shows it to the caller.</summary>
    public async Task Make(HttpContext http, HubPageContext context)
    {
        if ((await make.Execute(context.Caller, http.Key())).Ok(out var link, out var problem))
            await pages.Write<LinkShownPage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Key = http.Key(),
                    Link = link,
                    IsMailed = make.Mails(link),
                }
            );
        else
            await pages.Refuse(http, problem);
    }

    private async Task Show(HttpContext http, HubPageContext context, string link, Problem? fault)
    {
        var outcome = await read.Execute(context.Caller, http.Key(), link);
        if (!outcome.Ok(out var handOver, out var problem))
        {
            await pages.Write<LinkExpiredPage>(http, problem.Status, new { Problem = problem });
            return;
        }
        await pages.Write<HandOverPage>(
            http,
            fault?.Status ?? StatusCodes.Status200OK,
            new
            {
                It = handOver,
                Link = link,
                Fault = fault,
            }
        );
    }
}
