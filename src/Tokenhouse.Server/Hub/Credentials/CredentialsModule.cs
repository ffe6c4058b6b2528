using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Description;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A tenant's credentials and their settings.</summary>
internal static class CredentialsModule
{
    private const string One = "/credentials/{environment}/{client}";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ListCredentials>().AddSingleton<ReadCredential>().AddSingleton<ReadPostmanEnvironment>();
        services.AddSingleton<ChangeCredential>().AddSingleton<ChangeScopes>();
        services.AddSingleton<DisableCredential>().AddSingleton<EnableCredential>();
        services.AddSingleton<ReadScopeChoice>().AddSingleton<ReadTokenSettings>().AddSingleton<ChangeTokenSettings>();
        services.AddSingleton<CredentialListPages>().AddSingleton<CredentialPages>().AddSingleton<SettingsPages>();
        services.AddSingleton<TokenSettingsPages>();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        ListCredentials.Map(tenant);
        ReadCredential.Map(tenant);
        ReadPostmanEnvironment.Map(tenant);
        ChangeCredential.Map(tenant);
        ReadScopeChoice.Map(tenant);
        ChangeScopes.Map(tenant);
        ReadTokenSettings.Map(tenant);
        ChangeTokenSettings.Map(tenant);
        DisableCredential.Map(tenant);
        EnableCredential.Map(tenant);
    }

    public static void MapPages(HubPageRoutes pages)
    {
        Settings(pages);
        pages
            .MapPage<CredentialListPages>("/credentials", (page, http, context) => page.Show(http, context))
            .RequirePermission(ListCredentials.Needed);
        pages
            .MapExport<CredentialListPages>("/credentials/export", (page, http, context) => page.Export(http, context))
            .RequirePermission(ListCredentials.Needed);
        pages.MapPage<CredentialPages>(One, (page, http, context) => page.Show(http, context)).RequirePermission(ReadCredential.Needed);
        pages
            .MapPage<CredentialPages>(One + "/postman", (page, http, context) => page.DownloadPostman(http, context))
            .RequirePermission(ReadPostmanEnvironment.Needed)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(PostmanEnvironmentFile), ["application/json"]));
        pages
            .MapPage<CredentialPages>(One + "/switch", (page, http, context) => page.ShowSwitch(http, context))
            .RequirePermission(DisableCredential.Needed);
        pages
            .MapForm<CredentialPages>(One + "/disable", (page, http, context) => page.Disable(http, context), back: One + "/switch")
            .RequirePermission(DisableCredential.Needed);
        pages
            .MapForm<CredentialPages>(One + "/enable", (page, http, context) => page.Enable(http, context), back: One + "/switch")
            .RequirePermission(EnableCredential.Needed);
    }

    private static void Settings(HubPageRoutes pages)
    {
        pages
            .MapPage<SettingsPages>(One + "/change", (page, http, context) => page.Show(http, context))
            .RequirePermission(ChangeCredential.Needed);
        pages
            .MapForm<SettingsPages>(One + "/change", (page, http, context) => page.Change(http, context))
            .RequirePermission(ChangeCredential.Needed);
        pages
            .MapPage<SettingsPages>(One + "/scopes", (page, http, context) => page.ShowScopes(http, context))
            .RequirePermission(ChangeScopes.Needed)
            .RequireRecentSignIn();
        pages
            .MapForm<SettingsPages>(One + "/scopes", (page, http, context) => page.ChangeScopes(http, context))
            .RequirePermission(ChangeScopes.Needed)
            .RequireRecentSignIn();
        pages
            .MapPage<TokenSettingsPages>(TokenSettingsPages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ReadTokenSettings.Needed);
        pages
            .MapForm<TokenSettingsPages>(TokenSettingsPages.Path, (page, http, context) => page.Change(http, context))
            .RequirePermission(ChangeTokenSettings.Needed);
    }
}
