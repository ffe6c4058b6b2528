using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>Contracts: which scopes tenants have, and for how long.</summary>
internal static class ContractsModule
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
        pages.MapPage<ContractPages>(path, (page, http, context) => page.Show(http, context)).RequirePermission(ListContracts.Needed);
        const string added = path + "/add/{environment}";
        pages
            .MapPage<ContractForms>(added, (page, http, context) => page.ShowNew(http, context))
            .RequirePermission(AddContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<ContractForms>(added, (page, http, context) => page.Add(http, context))
            .RequirePermission(AddContract.Needed)
            .RequireRecentSignIn();
        const string one = path + "/{contract:guid}";
        pages
            .MapPage<ContractForms>(one, (page, http, context) => page.ShowChange(http, context))
            .RequirePermission(ChangeContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<ContractForms>(one, (page, http, context) => page.Change(http, context))
            .RequirePermission(ChangeContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<ContractPages>(one + "/end", (page, http, context) => page.ShowEnd(http, context))
            .RequirePermission(EndContract.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<ContractPages>(one + "/end", (page, http, context) => page.End(http, context))
            .RequirePermission(EndContract.Needed)
            .RequireRecentSignIn();
    }
}
