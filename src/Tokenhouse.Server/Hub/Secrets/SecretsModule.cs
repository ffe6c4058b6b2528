using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>The secrets of credentials: collection, rotation, expiry and revocation.</summary>
internal static class SecretsModule
{
    private const string Client = "/credentials/{environment}/{client}";
    private const string One = Client + "/secrets/{secret}";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SecretFactory>().AddSingleton<MakeHandOver>().AddSingleton<ReadHandOver>().AddSingleton<FetchSecret>();
        services.AddSingleton<ReadSecret>().AddSingleton<AddSecret>().AddSingleton<ChangeSecretEnd>().AddSingleton<EndSecret>();
        services.AddSingleton<SecretReminderService>().AddHostedService(container => container.GetRequiredService<SecretReminderService>());
        services.AddSingleton<ListAppKeys>().AddSingleton<RevealAppKey>();
        services.AddSingleton<HandOverPages>().AddSingleton<SecretPages>().AddSingleton<SecretEndPages>().AddSingleton<ApiAccessPages>();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        MakeHandOver.Map(tenant);
        FetchSecret.Map(tenant);
        ReadSecret.Map(tenant);
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
            .MapPage<ApiAccessPages>(ApiAccessPages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ListAppKeys.Needed);
        pages
            .MapForm<ApiAccessPages>(One + "/reveal", (page, http, context) => page.Reveal(http, context), back: ApiAccessPages.Path)
            .RequirePermission(RevealAppKey.Needed)
            .RequireRecentSignIn();
    }

    private static void HandOver(HubPageRoutes pages)
    {
        pages
            .MapPage<HandOverPages>(Client + "/hand-over", (page, http, context) => page.Show(http, context))
            .RequirePermission(ReadHandOver.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<HandOverPages>(Client + "/hand-over", (page, http, context) => page.Fetch(http, context), back: Client)
            .RequirePermission(FetchSecret.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<HandOverPages>(Client + "/hand-overs", (page, http, context) => page.Make(http, context), back: Client)
            .RequirePermission(MakeHandOver.Needed)
            .RequireRecentSignIn();
    }

    private static void Rotation(HubPageRoutes pages)
    {
        pages
            .MapPage<SecretPages>(Client + "/secrets/add", (page, http, context) => page.ShowAdd(http, context))
            .RequirePermission(AddSecret.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<SecretPages>(Client + "/secrets/add", (page, http, context) => page.Add(http, context))
            .RequirePermission(AddSecret.Needed)
            .RequireRecentSignIn();
        pages.MapPage<SecretEndPages>(One, (page, http, context) => page.Show(http, context)).RequirePermission(ChangeSecretEnd.Needed);
        pages
            .MapForm<SecretEndPages>(One + "/end-at", (page, http, context) => page.Change(http, context), back: One)
            .RequirePermission(ChangeSecretEnd.Needed);
        pages
            .MapForm<SecretEndPages>(One + "/end", (page, http, context) => page.End(http, context), back: One)
            .RequirePermission(EndSecret.Needed);
    }
}
