using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Dialects;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>The dialects with the countdown to their sunsets, and which clients still use them: across all tenants, or for one.</summary>
public sealed class DialectPages(
    HubPages pages,
    ListDialects list,
    ListDialectClients clients,
    ExportDialectClients export,
    TimeProvider clock
)
{
    public const string Path = "/dialects";

    public async Task Show(HttpContext http, Visit visit) => await Show(http, await list.Execute(visit.Actor));

    public async Task ShowOwn(HttpContext http, Visit visit) => await Show(http, await list.ExecuteWithin(visit.Actor));

    public async Task ShowClients(HttpContext http, Visit visit) =>
        await Show(http, await clients.Execute(visit.Actor, Filter(http), http.PageNumber()));

    public async Task ShowOwnClients(HttpContext http, Visit visit) =>
        await Show(http, await clients.ExecuteWithin(visit.Actor, Filter(http), http.PageNumber()));

    public async Task Export(HttpContext http, Visit visit)
    {
        if (!(await export.Execute(visit.Actor, Filter(http), http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private Task Show(HttpContext http, Result<ListDialects.Output, Problem> outcome) =>
        outcome.Ok(out var output, out var problem)
            ? pages.Write<DialectListPage>(http, StatusCodes.Status200OK, new { Dialects = output.Dialects, Now = clock.GetUtcNow() })
            : pages.Refuse(http, problem);

    private Task Show(HttpContext http, Result<Slice<DialectClient>, Problem> outcome) =>
        outcome.Ok(out var slice, out var problem)
            ? pages.Write<DialectClientsPage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Dialect = Filter(http).Dialect,
                    Users = slice,
                    Address = Address.Of(http.Request, "sort"),
                    Now = clock.GetUtcNow(),
                }
            )
            : pages.Refuse(http, problem);

    private static ListDialectClients.Filter Filter(HttpContext http) =>
        new((string)http.Request.RouteValues["dialect"]!, http.Request.Query["sort"]);
}
