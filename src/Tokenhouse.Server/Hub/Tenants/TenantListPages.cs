using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>The tenants of the datacentre: search and export.</summary>
public sealed class TenantListPages(HubPageWriter pages, ListTenants list, ExportTenants export)
{
    public const string Path = "/tenants";

    public async Task Show(HttpContext http, HubPageContext context)
    {
        var listUrl = ListUrl.Of(http.Request, "search", "state", "sort");
        if ((await list.Execute(context.Caller, Filter(listUrl), http.PageNumber())).Ok(out var tenants, out var problem))
            await pages.Write<TenantListPage>(http, StatusCodes.Status200OK, new { Tenants = tenants, ListUrl = listUrl });
        else
            await pages.Refuse(http, problem);
    }

    public async Task Export(HttpContext http, HubPageContext context)
    {
        var filter = Filter(ListUrl.Of(http.Request, "search", "state", "sort"));
        if (!(await export.Execute(context.Caller, filter, http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static TenantFilter Filter(ListUrl listUrl) => new(listUrl["search"], listUrl["state"], listUrl["sort"]);
}
