using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Hub.Secrets;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The secrets of credentials: collection, rotation, expiry and revocation.</summary>
internal static class SecretArea
{
    private const string Client = "/credentials/{environment}/{client}";
    private const string One = Client + "/secrets/{secret}";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<NewSecrets>().AddSingleton<MakeHandOver>().AddSingleton<ReadHandOver>().AddSingleton<FetchSecret>();
        services.AddSingleton<AddSecret>().AddSingleton<ChangeSecretEnd>().AddSingleton<EndSecret>();
        services.AddSingleton<Reminders>().AddHostedService(container => container.GetRequiredService<Reminders>());
        services.AddSingleton<ListAppKeys>().AddSingleton<RevealAppKey>();
        services.AddSingleton<HandOverPages>().AddSingleton<SecretPages>().AddSingleton<SecretEndPages>().AddSingleton<ApiAccessPages>();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        MakeHandOver.Map(tenant);
        FetchSecret.Map(tenant);
        AddSecret.Map(tenant);
        ChangeSecretEnd.Map(tenant);
        EndSecret.Map(tenant);
        ListAppKeys.Map(tenant);
        RevealAppKey.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        HandOver(pages);
        Rotation(pages);
        pages
            .MapPage<ApiAccessPages>(ApiAccessPages.Path, (page, http, visit) => page.Show(http, visit))
            .RequirePermission(ListAppKeys.Needed);
        pages
            .MapForm<ApiAccessPages>(One + "/reveal", (page, http, visit) => page.Reveal(http, visit), back: ApiAccessPages.Path)
            .RequirePermission(RevealAppKey.Needed)
            .RequireRecentSignIn();
    }

    private static void HandOver(HubPageRoutes pages)
    {
        pages
            .MapPage<HandOverPages>(Client + "/hand-over", (page, http, visit) => page.Show(http, visit))
            .RequirePermission(ReadHandOver.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<HandOverPages>(Client + "/hand-over", (page, http, visit) => page.Fetch(http, visit), back: Client)
            .RequirePermission(FetchSecret.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<HandOverPages>(Client + "/hand-overs", (page, http, visit) => page.Make(http, visit), back: Client)
            .RequirePermission(MakeHandOver.Needed)
            .RequireRecentSignIn();
    }

    private static void Rotation(HubPageRoutes pages)
    {
        pages
            .MapPage<SecretPages>(Client + "/secrets/add", (page, http, visit) => page.ShowAdd(http, visit))
            .RequirePermission(AddSecret.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<SecretPages>(Client + "/secrets/add", (page, http, visit) => page.Add(http, visit))
            .RequirePermission(AddSecret.Needed)
            .RequireRecentSignIn();
        pages.MapPage<SecretEndPages>(One, (page, http, visit) => page.Show(http, visit)).RequirePermission(ChangeSecretEnd.Needed);
        pages
            .MapForm<SecretEndPages>(One + "/end-at", (page, http, visit) => page.Change(http, visit), back: One)
            .RequirePermission(ChangeSecretEnd.Needed);
        pages
            .MapForm<SecretEndPages>(One + "/end", (page, http, visit) => page.End(http, visit), back: One)
            .RequirePermission(EndSecret.Needed);
    }
}
