using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>The operators' first page.</summary>
public sealed class OperatorDashboardPages(HubPageWriter pages, ReadOperatorDashboard read)
{
    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await read.Execute(context.Caller)).Ok(out var desk, out var problem))
            await pages.Write<OperatorDashboardPage>(http, StatusCodes.Status200OK, new { Desk = desk });
        else
            await pages.Refuse(http, problem);
    }
}
