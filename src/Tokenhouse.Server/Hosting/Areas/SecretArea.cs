using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Hub.Secrets;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The secrets of credentials: the first one, the next ones, and their ends.</summary>
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
        pages.Show<ApiAccessPages>(ApiAccessPages.Path, ListAppKeys.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Submit<ApiAccessPages>(
            One + "/reveal",
            RevealAppKey.Needed,
            (page, http, visit) => page.Reveal(http, visit),
            fresh: true,
            back: ApiAccessPages.Path
        );
    }

    private static void HandOver(HubPageRoutes pages)
    {
        pages.Show<HandOverPages>(Client + "/hand-over", ReadHandOver.Needed, (page, http, visit) => page.Show(http, visit), fresh: true);
        pages.Submit<HandOverPages>(
            Client + "/hand-over",
            FetchSecret.Needed,
            (page, http, visit) => page.Fetch(http, visit),
            fresh: true,
            back: Client
        );
        pages.Submit<HandOverPages>(
            Client + "/hand-overs",
            MakeHandOver.Needed,
            (page, http, visit) => page.Make(http, visit),
            fresh: true,
            back: Client
        );
    }

    private static void Rotation(HubPageRoutes pages)
    {
        pages.Show<SecretPages>(Client + "/secrets/add", AddSecret.Needed, (page, http, visit) => page.ShowAdd(http, visit), fresh: true);
        pages.Submit<SecretPages>(Client + "/secrets/add", AddSecret.Needed, (page, http, visit) => page.Add(http, visit), fresh: true);
        pages.Show<SecretEndPages>(One, ChangeSecretEnd.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Submit<SecretEndPages>(One + "/end-at", ChangeSecretEnd.Needed, (page, http, visit) => page.Change(http, visit), back: One);
        pages.Submit<SecretEndPages>(One + "/end", EndSecret.Needed, (page, http, visit) => page.End(http, visit), back: One);
    }
}
