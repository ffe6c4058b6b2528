using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A tenant's requests, as a page and as an export.</summary>
public sealed class RequestListPages(HubPageWriter pages, ListRequests list)
{
    public const string Path = "/requests";
    public const string ExportPath = Path + "/export";

    private static readonly string[] Known = ["state", "environment", "sort"];

    public async Task Show(HttpContext http, HubPageContext context)
    {
        var filter = Filter(http);
        var number = WholeNumber.Read(http.Request.Query["page"].ToString()) ?? 1;
        if ((await list.Execute(context.Caller, filter, number)).Ok(out var slice, out var problem))
            await pages.Write<RequestListPage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Filter = filter,
                    Requests = slice,
                    ListUrl = ListUrl.Of(http.Request, Known),
                    Done = RequestStatusMessages.Text(http),
                }
            );
        else
            await pages.Refuse(http, problem);
    }

    public async Task Export(HttpContext http, HubPageContext context)
    {
        if (!(await list.Export(context.Caller, Filter(http), http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static ListRequests.Filter Filter(HttpContext http) =>
        new(http.Request.Query["state"], http.Request.Query["environment"], http.Request.Query["sort"]);
}
