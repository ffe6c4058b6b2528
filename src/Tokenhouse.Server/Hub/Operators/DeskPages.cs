using Tokenhouse.Server.Admin.Operators;

namespace Tokenhouse.Server.Hub.Operators;

/// <summary>The operators' first page.</summary>
public sealed class DeskPages(HubPages pages, ReadDesk read)
{
    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await read.Execute(visit.Actor)).Ok(out var desk, out var problem))
            await pages.Write<DeskPage>(http, StatusCodes.Status200OK, new { Desk = desk });
        else
            await pages.Refuse(http, problem);
    }
}
