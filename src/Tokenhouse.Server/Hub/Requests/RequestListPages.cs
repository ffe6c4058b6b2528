using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A tenant's requests, as a page and as an export.</summary>
public sealed class RequestListPages(HubPages pages, ListRequests list)
{
    public const string Path = "/requests";
    public const string ExportPath = Path + "/export";

    private static readonly string[] Known = ["state", "environment", "sort"];

    public async Task Show(HttpContext http, Visit visit)
    {
        var filter = Filter(http);
        var number = WholeNumber.Read(http.Request.Query["page"].ToString()) ?? 1;
        if ((await list.Execute(visit.Actor, filter, number)).Ok(out var slice, out var problem))
            await pages.Write<RequestListPage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Filter = filter,
                    Requests = slice,
                    Address = Address.Of(http.Request, Known),
                    Done = RequestDone.Text(http),
                }
            );
        else
            await pages.Refuse(http, problem);
    }

    public async Task Export(HttpContext http, Visit visit)
    {
        if (!(await list.Export(visit.Actor, Filter(http), http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static ListRequests.Filter Filter(HttpContext http) =>
        new(http.Request.Query["state"], http.Request.Query["environment"], http.Request.Query["sort"]);
}
