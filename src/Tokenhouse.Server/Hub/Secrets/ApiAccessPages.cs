using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Settings, API Access: a tenant's app IDs, and their keys on request.</summary>
public sealed class ApiAccessPages(HubPageWriter pages, ListAppKeys list, RevealAppKey reveal)
{
    public const string Path = "/settings/api-access";

    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await list.Execute(context.Caller, http.PageNumber())).Ok(out var entries, out var problem))
            await pages.Write<ApiAccessPage>(http, StatusCodes.Status200OK, new { Entries = entries, ListUrl = ListUrl.Of(http.Request) });
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Shows a key in the response to the form, and nowhere else.</summary>
    public async Task Reveal(HttpContext http, HubPageContext context)
    {
        if ((await reveal.Execute(context.Caller, http.Key(), http.Id("secret"))).Ok(out var made, out var problem))
            await pages.Write<SecretShownPage>(http, StatusCodes.Status200OK, new { Key = http.Key(), Made = made });
        else
            await pages.Refuse(http, problem);
    }
}
