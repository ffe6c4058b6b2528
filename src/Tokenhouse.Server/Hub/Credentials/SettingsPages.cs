using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The forms for a credential's settings and scopes.</summary>
public sealed class SettingsPages(
    HubPageWriter pages,
    ReadCredential read,
    ChangeCredential change,
    ChangeScopes scopes,
    ReadScopeChoice choice
)
{
    public async Task Show(HttpContext http, HubPageContext context)
    {
        if (!(await read.Execute(context.Caller, http.Key())).Ok(out var it, out var problem))
            await pages.Refuse(http, problem);
        else
            await Show(http, it, Entered(it), fault: null);
    }

    public async Task Change(HttpContext http, HubPageContext context)
    {
        if (!(await read.Execute(context.Caller, http.Key())).Ok(out var it, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        var input = Entered(http, it);
        if ((await change.Execute(context.Caller, http.Key(), input)).Ok(out _, out problem))
            CredentialStatusMessages.Show(http, context.Path(http.Key().Path), CredentialStatusMessages.Changed);
        else if (problem != Problem.NotFound && (await read.Execute(context.Caller, http.Key())).Ok(out it, out _))
            await Show(http, it, input, problem);
        else
            await pages.Refuse(http, problem);
    }

    public async Task ShowScopes(HttpContext http, HubPageContext context) => await ShowScopes(http, context, entered: null, fault: null);

    public async Task ChangeScopes(HttpContext http, HubPageContext context)
    {
        var input = new ChangeScopes.Input(http.Ticked("scopes"), FormNumber.Read(http.Text("version")));
        if ((await scopes.Execute(context.Caller, http.Key(), input)).Ok(out _, out var problem))
            CredentialStatusMessages.Show(http, context.Path(http.Key().Path), CredentialStatusMessages.Scopes);
        else
            await ShowScopes(http, context, input.Scopes, problem);
    }

    private static ChangeCredential.Input Entered(Credential it) =>
        new(
            it.Name,
            it.Purpose,
            it.Owner,
            it.Contact,
            it.RedirectUris,
            it.RequiresPkce,
            it.RequiresAllowlist,
            it.Version,
            it.PostLogoutRedirectUris,
            it.SignInScopes,
            it.HasClaimsInIdToken
        );

    /// <summary>The submitted input. The form has the fields of the kind; other settings aren't changed.</summary>
    private static ChangeCredential.Input Entered(HttpContext http, Credential it) =>
        new(
            http.Text("name"),
            http.Text("purpose"),
            http.Text("owner"),
            http.Text("contact"),
            it.Kind.MayActForPeople() ? http.Lines("redirectUris") : it.RedirectUris,
            it.Kind is ClientKind.Web ? http.IsTicked("requiresPkce") : it.RequiresPkce,
            it.Kind is ClientKind.AppKey ? it.RequiresAllowlist : http.IsTicked("requiresAllowlist"),
            FormNumber.Read(http.Text("version")),
            it.Kind.MayActForPeople() ? http.Lines("postLogoutRedirectUris") : null,
            it.Kind.MayActForPeople() ? http.Ticked("signInScopes") : null,
            it.Kind.MayActForPeople() ? http.IsTicked("hasClaimsInIdToken") : null
        );

    private Task Show(HttpContext http, Credential it, ChangeCredential.Input entered, Problem? fault) =>
        pages.Write<SettingsPage>(
            http,
            fault?.Status ?? StatusCodes.Status200OK,
            new
            {
                It = it,
                Entered = entered,
                Fault = fault,
            }
        );

    private async Task ShowScopes(HttpContext http, HubPageContext context, IReadOnlyList<string>? entered, Problem? fault)
    {
        if (!(await choice.Execute(context.Caller, http.Key())).Ok(out var offered, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<ScopesPage>(
            http,
            fault?.Status ?? StatusCodes.Status200OK,
            new
            {
                Offered = offered,
                Entered = entered,
                Fault = fault,
            }
        );
    }
}
