using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Pending requests, as a page and as an export.</summary>
public sealed class QueuePages(HubPages pages, ListQueue list)
{
    public const string Path = "/requests";
    public const string ExportPath = Path + "/export";

    private static readonly string[] Known = ["environment", "tenant"];

    public async Task Show(HttpContext http, Visit visit)
    {
        var filter = Filter(http);
        var number = WholeNumber.Read(http.Request.Query["page"].ToString()) ?? 1;
        if ((await list.Execute(visit.Actor, filter, number)).Ok(out var slice, out var problem))
            await pages.Write<QueuePage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Filter = filter,
                    Queue = slice,
                    Address = Address.Of(http.Request, Known),
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

    private static ListQueue.Filter Filter(HttpContext http) => new(http.Request.Query["environment"], http.Request.Query["tenant"]);
}
