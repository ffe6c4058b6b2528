using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Tenants;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Disables and enables a tenant, after showing the consequences.</summary>
public sealed class TenantSwitchPages(HubPages pages, ShowTenant show, DisableTenant disable, EnableTenant enable)
{
    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await show.Execute(visit.Actor)).Ok(out var tenant, out var problem))
            await pages.Write<TenantSwitchPage>(http, StatusCodes.Status200OK, new { IsDisabled = tenant.DisabledAt is not null });
        else
            await pages.Refuse(http, problem);
    }

    public async Task Disable(HttpContext http, Visit visit) => await Answer(http, visit, await disable.Execute(visit.Actor), "disabled");

    public async Task Enable(HttpContext http, Visit visit) => await Answer(http, visit, await enable.Execute(visit.Actor), "enabled");

    private Task Answer(HttpContext http, Visit visit, Result<Completion, Problem> outcome, string done) =>
        outcome.Ok(out _, out var problem) ? Form.Return(http, visit, visit.Path(TenantPages.Path), done) : pages.Refuse(http, problem);
}
