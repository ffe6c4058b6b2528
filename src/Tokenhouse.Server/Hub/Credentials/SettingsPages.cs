using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The forms for a credential's settings and scopes.</summary>
public sealed class SettingsPages(HubPages pages, ReadCredential read, ChangeCredential change, ChangeScopes scopes, ReadScopeChoice choice)
{
    public async Task Show(HttpContext http, Visit visit)
    {
        if (!(await read.Execute(visit.Actor, http.Key())).Ok(out var it, out var problem))
            await pages.Refuse(http, problem);
        else
            await Show(http, it, Entered(it), fault: null);
    }

    public async Task Change(HttpContext http, Visit visit)
    {
        if (!(await read.Execute(visit.Actor, http.Key())).Ok(out var it, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        var input = Entered(http, it);
        if ((await change.Execute(visit.Actor, http.Key(), input)).Ok(out _, out problem))
            CredentialDone.Show(http, visit.Path(http.Key().Path), CredentialDone.Changed);
        else if (problem != Problem.NotFound && (await read.Execute(visit.Actor, http.Key())).Ok(out it, out _))
            await Show(http, it, input, problem);
        else
            await pages.Refuse(http, problem);
    }

    public async Task ShowScopes(HttpContext http, Visit visit) => await ShowScopes(http, visit, entered: null, fault: null);

    public async Task ChangeScopes(HttpContext http, Visit visit)
    {
        var input = new ChangeScopes.Input(http.Ticked("scopes"), FormNumber.Read(http.Text("version")));
        if ((await scopes.Execute(visit.Actor, http.Key(), input)).Ok(out _, out var problem))
            CredentialDone.Show(http, visit.Path(http.Key().Path), CredentialDone.Scopes);
        else
            await ShowScopes(http, visit, input.Scopes, problem);
    }

    private static ChangeCredential.Input Entered(Credential it) =>
        new(it.Name, it.Purpose, it.Owner, it.Contact, it.RedirectUris, it.RequiresPkce, it.RequiresAllowlist, it.Version);

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
            FormNumber.Read(http.Text("version"))
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

    private async Task ShowScopes(HttpContext http, Visit visit, IReadOnlyList<string>? entered, Problem? fault)
    {
        if (!(await choice.Execute(visit.Actor, http.Key())).Ok(out var offered, out var problem))
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
