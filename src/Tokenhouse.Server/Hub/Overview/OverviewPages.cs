using Tokenhouse.Server.Admin.Overview;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>The first page of a tenant.</summary>
public sealed class OverviewPages(HubPages pages, ReadOverview read)
{
    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await read.Execute(visit.Actor)).Ok(out var overview, out var problem))
            await pages.Write<OverviewPage>(http, StatusCodes.Status200OK, new { Overview = overview });
        else
            await pages.Refuse(http, problem);
    }
}
