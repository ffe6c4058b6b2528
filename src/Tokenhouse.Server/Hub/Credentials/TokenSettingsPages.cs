using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The page with the settings of a credential's tokens, and its form.</summary>
public sealed class TokenSettingsPages(HubPageWriter pages, ReadCredential credentials, ReadTokenSettings read, ChangeTokenSettings change)
{
    public const string Path = "/credentials/{environment}/{client}/token-settings";

    public Task Show(HttpContext http, HubPageContext context) => Show(http, context, entered: null, fault: null);

    public async Task Change(HttpContext http, HubPageContext context)
    {
        var entered = TokenSettingsForm.Of(http);
        if ((await change.Execute(context.Caller, http.Key(), entered.Input)).Ok(out _, out var problem))
            CredentialStatusMessages.Show(http, context.Path(http.Key().Path), CredentialStatusMessages.TokenSettings);
        else
            await Show(http, context, entered, problem);
    }

    private async Task Show(HttpContext http, HubPageContext context, TokenSettingsForm? entered, Problem? fault)
    {
        if (
            (await read.Execute(context.Caller, http.Key())).Ok(out var settings, out var problem)
            && (await credentials.Execute(context.Caller, http.Key())).Ok(out var it, out problem)
        )
            await pages.Write<TokenSettingsPage>(
                http,
                fault?.Status ?? StatusCodes.Status200OK,
                new
                {
                    It = it,
                    Settings = settings,
                    Entered = entered ?? TokenSettingsForm.Of(settings),
                    Fault = fault,
                }
            );
        else
            await pages.Refuse(http, problem);
    }
}
