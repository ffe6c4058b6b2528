using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>The credentials of a tenant and what is set at them.</summary>
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
        pages.Show<CredentialListPages>("/credentials", ListCredentials.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Export<CredentialListPages>("/credentials/export", ListCredentials.Needed, (page, http, visit) => page.Export(http, visit));
        pages.Show<CredentialPages>(One, ReadCredential.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Show<CredentialPages>(One + "/switch", DisableCredential.Needed, (page, http, visit) => page.ShowSwitch(http, visit));
        pages.Submit<CredentialPages>(
            One + "/disable",
            DisableCredential.Needed,
            (page, http, visit) => page.Disable(http, visit),
            back: One + "/switch"
        );
        pages.Submit<CredentialPages>(
            One + "/enable",
            EnableCredential.Needed,
            (page, http, visit) => page.Enable(http, visit),
            back: One + "/switch"
        );
    }

    private static void Settings(HubPageRoutes pages)
    {
        pages.Show<SettingsPages>(One + "/change", ChangeCredential.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Submit<SettingsPages>(One + "/change", ChangeCredential.Needed, (page, http, visit) => page.Change(http, visit));
        pages.Show<SettingsPages>(One + "/scopes", ChangeScopes.Needed, (page, http, visit) => page.ShowScopes(http, visit), fresh: true);
        pages.Submit<SettingsPages>(
            One + "/scopes",
            ChangeScopes.Needed,
            (page, http, visit) => page.ChangeScopes(http, visit),
            fresh: true
        );
    }
}
