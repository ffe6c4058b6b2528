using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>The dialects with the countdown to their sunsets, and which clients still use them: across all tenants, or for one.</summary>
public sealed class DialectPages(
    HubPageWriter pages,
    ListDialects list,
    ListDialectClients clients,
    ExportDialectClients export,
    TimeProvider clock
)
{
    public const string Path = "/dialects";

    public async Task Show(HttpContext http, HubPageContext context) => await Show(http, await list.Execute(context.Caller));

    public async Task ShowOwn(HttpContext http, HubPageContext context) => await Show(http, await list.ExecuteWithin(context.Caller));

    public async Task ShowClients(HttpContext http, HubPageContext context) =>
        await Show(http, await clients.Execute(context.Caller, Filter(http), http.PageNumber()));

    public async Task ShowOwnClients(HttpContext http, HubPageContext context) =>
        await Show(http, await clients.ExecuteWithin(context.Caller, Filter(http), http.PageNumber()));

    public async Task Export(HttpContext http, HubPageContext context)
    {
        if (!(await export.Execute(context.Caller, Filter(http), http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private Task Show(HttpContext http, Result<ListDialects.Output, Problem> outcome) =>
        outcome.Ok(out var output, out var problem)
            ? pages.Write<DialectListPage>(http, StatusCodes.Status200OK, new { Dialects = output.Dialects, Now = clock.GetUtcNow() })
            : pages.Refuse(http, problem);

    private Task Show(HttpContext http, Result<ListPage<DialectClient>, Problem> outcome) =>
        outcome.Ok(out var slice, out var problem)
            ? pages.Write<DialectClientsPage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Dialect = Filter(http).Dialect,
                    Users = slice,
                    ListUrl = ListUrl.Of(http.Request, "sort"),
                    Now = clock.GetUtcNow(),
                }
            )
            : pages.Refuse(http, problem);

    private static ListDialectClients.Filter Filter(HttpContext http) =>
        new((string)http.Request.RouteValues["dialect"]!, http.Request.Query["sort"]);
}
