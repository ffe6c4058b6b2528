using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>The addresses from which credentials can be used.</summary>
internal static class AllowlistsModule
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
        pages
            .MapForm<ExemptionPages>(Client + "/exemptions", (page, http, context) => page.Grant(http, context), back: Lists[0])
            .RequirePermission(GrantExemption.Needed);
        pages
            .MapForm<ExemptionPages>(
                Client + "/exemptions/{exemption}/withdraw",
                (page, http, context) => page.Withdraw(http, context),
                back: Lists[0]
            )
            .RequirePermission(WithdrawExemption.Needed);
    }

    private static void MapList(HubPageRoutes pages, string list)
    {
        pages.MapPage<AllowlistPages>(list, (page, http, context) => page.Show(http, context)).RequirePermission(ListNetworks.Needed);
        pages
            .MapExport<AllowlistPages>(list + "/export", (page, http, context) => page.Export(http, context))
            .RequirePermission(ListNetworks.Needed);
        pages
            .MapForm<AllowlistPages>(list + "/add", (page, http, context) => page.Add(http, context), back: list)
            .RequirePermission(AddNetwork.Needed);
        pages
            .MapForm<AllowlistPages>(list + "/{entry}/label", (page, http, context) => page.Label(http, context), back: list)
            .RequirePermission(LabelNetwork.Needed);
        pages
            .MapForm<AllowlistPages>(list + "/{entry}/remove", (page, http, context) => page.Remove(http, context), back: list)
            .RequirePermission(RemoveNetwork.Needed);
    }
}
