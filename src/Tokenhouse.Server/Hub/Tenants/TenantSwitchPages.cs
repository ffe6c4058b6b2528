using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Disables and enables a tenant, after showing the consequences.</summary>
public sealed class TenantSwitchPages(HubPageWriter pages, ShowTenant show, DisableTenant disable, EnableTenant enable)
{
    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await show.Execute(context.Caller)).Ok(out var tenant, out var problem))
            await pages.Write<TenantSwitchPage>(http, StatusCodes.Status200OK, new { IsDisabled = tenant.DisabledAt is not null });
        else
            await pages.Refuse(http, problem);
    }

    public async Task Disable(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await disable.Execute(context.Caller), "disabled");

    public async Task Enable(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await enable.Execute(context.Caller), "enabled");

    private Task Answer(HttpContext http, HubPageContext context, Result<NoOutput, Problem> outcome, string done) =>
        outcome.Ok(out _, out var problem)
            ? FormExtensions.Return(http, context, context.Path(TenantPages.Path), done)
            : pages.Refuse(http, problem);
}
