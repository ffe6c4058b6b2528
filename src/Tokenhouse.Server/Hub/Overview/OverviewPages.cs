using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>The first page of a tenant.</summary>
public sealed class OverviewPages(HubPageWriter pages, ReadOverview read)
{
    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await read.Execute(context.Caller)).Ok(out var overview, out var problem))
            await pages.Write<OverviewPage>(http, StatusCodes.Status200OK, new { Overview = overview });
        else
            await pages.Refuse(http, problem);
    }
}
