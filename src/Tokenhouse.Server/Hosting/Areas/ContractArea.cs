using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Contracts;
using Tokenhouse.Server.Hub.Contracts;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Contracts: which scopes tenants have, and for how long.</summary>
internal static class ContractArea
{
    public static void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ListContracts>()
            .AddSingleton<AddContract>()
            .AddSingleton<ChangeContract>()
            .AddSingleton<EndContract>()
            .AddSingleton<ContractPages>()
            .AddSingleton<ContractForms>();

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListContracts.Map(tenant);
        AddContract.Map(tenant);
        ChangeContract.Map(tenant);
        EndContract.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        const string path = ContractPages.Path;
        pages.MapPage<ContractPages>(path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListContracts.Needed);
        const string added = path + "/add/{environment}";
        pages
            .MapPage<ContractForms>(added, (page, http, visit) => page.ShowNew(http, visit))
            .RequirePermission(AddContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<ContractForms>(added, (page, http, visit) => page.Add(http, visit))
            .RequirePermission(AddContract.Needed)
            .RequireRecentSignIn();
        const string one = path + "/{contract:guid}";
        pages
            .MapPage<ContractForms>(one, (page, http, visit) => page.ShowChange(http, visit))
            .RequirePermission(ChangeContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<ContractForms>(one, (page, http, visit) => page.Change(http, visit))
            .RequirePermission(ChangeContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<ContractPages>(one + "/end", (page, http, visit) => page.ShowEnd(http, visit))
            .RequirePermission(EndContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<ContractPages>(one + "/end", (page, http, visit) => page.End(http, visit))
            .RequirePermission(EndContract.Needed)
            .RequireRecentSignIn();
    }
}
