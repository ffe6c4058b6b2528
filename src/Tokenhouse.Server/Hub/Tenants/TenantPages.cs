using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>A tenant's settings.</summary>
public sealed class TenantPages(HubPageWriter pages, ShowTenant show, ChangeTenant change, IReadOnlyList<Dialect> dialects)
{
    public const string Path = "/tenant";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["created"] = "Tenant created. Add a contract and invite its first Manager.",
        ["changed"] = "Saved. It takes effect within a second.",
        ["disabled"] = "Tenant disabled.",
        ["enabled"] = "Tenant enabled.",
    };

    private static readonly string[] DayFields = ["idle_days", "family_days"];

    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await show.Execute(context.Caller)).Ok(out var tenant, out var problem))
            await Show(http, tenant, Draft(tenant), problem: null);
        else
            await pages.Refuse(http, problem);
    }

    public async Task Change(HttpContext http, HubPageContext context)
    {
        if (!(await show.Execute(context.Caller)).Ok(out var tenant, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        var draft = Draft(http);
        var faults = DayFields
            .Where(field => http.Text(field).Length > 0 && http.Number(field) is null)
            .ToDictionary(field => field, _ => "Enter a number of days, or leave it empty.");
        if (faults.Count > 0)
            await Show(http, tenant, draft, Problem.Invalid(faults));
        else if ((await change.Execute(context.Caller, draft)).Ok(out _, out problem))
            await FormExtensions.Return(http, context, context.Path(Path), "changed");
        else
            await Show(http, tenant, draft, problem);
    }

    private Task Show(HttpContext http, TenantSettings tenant, ChangeTenant.Input draft, Problem? problem) =>
        pages.Write<TenantPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Tenant = tenant,
                Draft = draft,
                Dialects = dialects,
                Problem = problem,
                Done = Sentences.GetValueOrDefault(http.Request.Query[FormExtensions.Done].ToString()),
            }
        );

    private static ChangeTenant.Input Draft(TenantSettings tenant) =>
        new(
            tenant.Name,
            tenant.Dialects,
            tenant.RequiresAllowlist,
            tenant.PrefersJwt,
            tenant.ApprovesUatItself,
            tenant.IdleDays,
            tenant.FamilyDays,
            tenant.Version
        );

    private static ChangeTenant.Input Draft(HttpContext http) =>
        new(
            http.Text("name"),
            http.Ticked("dialects"),
            http.IsTicked("requires_allowlist"),
            http.IsTicked("prefers_jwt"),
            http.IsTicked("approves_uat_itself"),
            http.Number("idle_days"),
            http.Number("family_days"),
            http.Number("version")
        );
}
