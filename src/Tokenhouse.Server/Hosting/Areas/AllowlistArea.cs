using Tokenhouse.Server.Admin.Allowlists;
using Tokenhouse.Server.Hub.Allowlists;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>From where credentials may be used.</summary>
internal static class AllowlistArea
{
    private const string Client = "/credentials/{environment}/{client}";

    private static readonly string[] Lists = [Client + "/allowlist", "/allowlist/{environment}"];

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ListNetworks>().AddSingleton<AddNetwork>().AddSingleton<LabelNetwork>().AddSingleton<RemoveNetwork>();
        services.AddSingleton<ListExemptions>().AddSingleton<GrantExemption>().AddSingleton<WithdrawExemption>();
        services.AddSingleton<AllowlistView>().AddSingleton<AllowlistPages>().AddSingleton<ExemptionPages>();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListNetworks.Map(tenant);
        AddNetwork.Map(tenant);
        LabelNetwork.Map(tenant);
        RemoveNetwork.Map(tenant);
        ListExemptions.Map(tenant);
        GrantExemption.Map(tenant);
        WithdrawExemption.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        foreach (var list in Lists)
            MapList(pages, list);
        pages.Submit<ExemptionPages>(
            Client + "/exemptions",
            GrantExemption.Needed,
            (page, http, visit) => page.Grant(http, visit),
            back: Lists[0]
        );
        pages.Submit<ExemptionPages>(
            Client + "/exemptions/{exemption}/withdraw",
            WithdrawExemption.Needed,
            (page, http, visit) => page.Withdraw(http, visit),
            back: Lists[0]
        );
    }

    private static void MapList(HubPageRoutes pages, string list)
    {
        pages.Show<AllowlistPages>(list, ListNetworks.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Export<AllowlistPages>(list + "/export", ListNetworks.Needed, (page, http, visit) => page.Export(http, visit));
        pages.Submit<AllowlistPages>(list + "/add", AddNetwork.Needed, (page, http, visit) => page.Add(http, visit), back: list);
        pages.Submit<AllowlistPages>(
            list + "/{entry}/label",
            LabelNetwork.Needed,
            (page, http, visit) => page.Label(http, visit),
            back: list
        );
        pages.Submit<AllowlistPages>(
            list + "/{entry}/remove",
            RemoveNetwork.Needed,
            (page, http, visit) => page.Remove(http, visit),
            back: list
        );
    }
}
