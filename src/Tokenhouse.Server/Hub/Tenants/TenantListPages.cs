using Tokenhouse.Server.Admin.Tenants;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>The tenants of the datacentre: search and export.</summary>
public sealed class TenantListPages(HubPages pages, ListTenants list, ExportTenants export)
{
    public const string Path = "/tenants";

    public async Task Show(HttpContext http, Visit visit)
    {
        var address = Address.Of(http.Request, "search", "state", "sort");
        if ((await list.Execute(visit.Actor, Filter(address), http.PageNumber())).Ok(out var tenants, out var problem))
            await pages.Write<TenantListPage>(http, StatusCodes.Status200OK, new { Tenants = tenants, Address = address });
        else
            await pages.Refuse(http, problem);
    }

    public async Task Export(HttpContext http, Visit visit)
    {
        var filter = Filter(Address.Of(http.Request, "search", "state", "sort"));
        if (!(await export.Execute(visit.Actor, filter, http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static TenantFilter Filter(Address address) => new(address["search"], address["state"], address["sort"]);
}
