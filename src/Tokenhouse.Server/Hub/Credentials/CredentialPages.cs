using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A credential's page, and the forms to disable and enable it.</summary>
public sealed class CredentialPages(HubPages pages, ReadCredential read, DisableCredential disable, EnableCredential enable)
{
    public async Task Show(HttpContext http, Visit visit)
    {
        if (!(await read.Execute(visit.Actor, http.Key())).Ok(out var credential, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<CredentialPage>(http, StatusCodes.Status200OK, new { It = credential, Done = CredentialDone.Text(http) });
    }

    /// <summary>Asks for confirmation before it is disabled or enabled.</summary>
    public async Task ShowSwitch(HttpContext http, Visit visit)
    {
        if (!(await read.Execute(visit.Actor, http.Key())).Ok(out var credential, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<SwitchPage>(http, StatusCodes.Status200OK, new { It = credential });
    }

    public async Task Disable(HttpContext http, Visit visit) =>
        await Answer(http, visit, await disable.Execute(visit.Actor, http.Key()), CredentialDone.Disabled);

    public async Task Enable(HttpContext http, Visit visit) =>
        await Answer(http, visit, await enable.Execute(visit.Actor, http.Key()), CredentialDone.Enabled);

    private async Task Answer(HttpContext http, Visit visit, Result<Completion, Problem> outcome, string done)
    {
        if (outcome.Ok(out _, out var problem))
            CredentialDone.Show(http, visit.Path(http.Key().Path), done);
        else
            await pages.Refuse(http, problem);
    }
}
