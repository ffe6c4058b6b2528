using Tokenhouse.Server.Admin.Contracts;
using Tokenhouse.Server.Hub.Contracts;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>What tenants may have, and for how long.</summary>
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
        pages.Show<ContractPages>(path, ListContracts.Needed, (page, http, visit) => page.Show(http, visit));
        const string added = path + "/add/{environment}";
        pages.Show<ContractForms>(added, AddContract.Needed, (page, http, visit) => page.ShowNew(http, visit), fresh: true);
        pages.Submit<ContractForms>(added, AddContract.Needed, (page, http, visit) => page.Add(http, visit), fresh: true);
        const string one = path + "/{contract:guid}";
        pages.Show<ContractForms>(one, ChangeContract.Needed, (page, http, visit) => page.ShowChange(http, visit), fresh: true);
        pages.Submit<ContractForms>(one, ChangeContract.Needed, (page, http, visit) => page.Change(http, visit), fresh: true);
        pages.Show<ContractPages>(one + "/end", EndContract.Needed, (page, http, visit) => page.ShowEnd(http, visit), fresh: true);
        pages.Submit<ContractPages>(one + "/end", EndContract.Needed, (page, http, visit) => page.End(http, visit), fresh: true);
    }
}
