using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>A tenant's credentials and their settings.</summary>
internal static class CredentialArea
{
    private const string One = "/credentials/{environment}/{client}";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ListCredentials>().AddSingleton<ReadCredential>();
        services.AddSingleton<ChangeCredential>().AddSingleton<ChangeScopes>();
        services.AddSingleton<DisableCredential>().AddSingleton<EnableCredential>();
        services.AddSingleton<ReadScopeChoice>();
        services.AddSingleton<CredentialListPages>().AddSingleton<CredentialPages>().AddSingleton<SettingsPages>();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListCredentials.Map(tenant);
        ReadCredential.Map(tenant);
        ChangeCredential.Map(tenant);
        ReadScopeChoice.Map(tenant);
        ChangeScopes.Map(tenant);
        DisableCredential.Map(tenant);
        EnableCredential.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        Settings(pages);
        pages
            .MapPage<CredentialListPages>("/credentials", (page, http, visit) => page.Show(http, visit))
            .RequirePermission(ListCredentials.Needed);
        pages
            .MapExport<CredentialListPages>("/credentials/export", (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ListCredentials.Needed);
        pages.MapPage<CredentialPages>(One, (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadCredential.Needed);
        pages
            .MapPage<CredentialPages>(One + "/switch", (page, http, visit) => page.ShowSwitch(http, visit))
            .RequirePermission(DisableCredential.Needed);
        pages
            .MapForm<CredentialPages>(One + "/disable", (page, http, visit) => page.Disable(http, visit), back: One + "/switch")
            .RequirePermission(DisableCredential.Needed);
        pages
            .MapForm<CredentialPages>(One + "/enable", (page, http, visit) => page.Enable(http, visit), back: One + "/switch")
            .RequirePermission(EnableCredential.Needed);
    }

    private static void Settings(HubPageRoutes pages)
    {
        pages
            .MapPage<SettingsPages>(One + "/change", (page, http, visit) => page.Show(http, visit))
            .RequirePermission(ChangeCredential.Needed);
        pages
            .MapForm<SettingsPages>(One + "/change", (page, http, visit) => page.Change(http, visit))
            .RequirePermission(ChangeCredential.Needed);
        pages
            .MapPage<SettingsPages>(One + "/scopes", (page, http, visit) => page.ShowScopes(http, visit))
            .RequirePermission(ChangeScopes.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<SettingsPages>(One + "/scopes", (page, http, visit) => page.ChangeScopes(http, visit))
            .RequirePermission(ChangeScopes.Needed)
            .RequireRecentSignIn();
    }
}
