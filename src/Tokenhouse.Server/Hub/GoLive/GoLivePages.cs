using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Admin.GoLive;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>The go-live checklist of a UAT credential, and the request for it.</summary>
public sealed class GoLivePages(HubPages pages, ReadChecklist read, RequestGoLive begin)
{
    public const string Path = "/credentials/{environment}/{client}/go-live";

    public Task Show(HttpContext http, Visit visit) => Write(http, visit, problem: null);

    public async Task Begin(HttpContext http, Visit visit)
    {
        if ((await begin.Execute(visit.Actor, Key(http))).Ok(out var request, out var problem))
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = visit.Path($"/requests/{request.Id}/edit");
        }
        else
            await Write(http, visit, problem);
    }

    private async Task Write(HttpContext http, Visit visit, Problem? problem)
    {
        if ((await read.Execute(visit.Actor, Key(http))).Ok(out var checklist, out var missing))
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
