using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The go-live checklist of a UAT credential, and the request for it.</summary>
public sealed class GoLivePages(HubPageWriter pages, ReadChecklist read, RequestGoLive begin)
{
    public const string Path = "/credentials/{environment}/{client}/go-live";

    public Task Show(HttpContext http, HubPageContext context) => Write(http, context, problem: null);

    public async Task Begin(HttpContext http, HubPageContext context)
    {
        if ((await begin.Execute(context.Caller, Key(http))).Ok(out var request, out var problem))
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = context.Path($"/requests/{request.Id}/edit");
        }
        else
            await Write(http, context, problem);
    }

    private async Task Write(HttpContext http, HubPageContext context, Problem? problem)
    {
        if ((await read.Execute(context.Caller, Key(http))).Ok(out var checklist, out var missing))
            await pages.Write<GoLivePage>(
                http,
                problem?.Status ?? StatusCodes.Status200OK,
                new { Checklist = checklist, Problem = problem }
            );
        else
            await pages.Refuse(http, missing);
    }

    private static ClientKey Key(HttpContext http) =>
        new((string)http.Request.RouteValues["environment"]!, (string)http.Request.RouteValues["client"]!);
}
