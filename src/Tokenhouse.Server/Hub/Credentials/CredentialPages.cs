using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A credential's page, its Postman environment, and the forms to disable and enable it.</summary>
public sealed class CredentialPages(
    HubPageWriter pages,
    ReadCredential read,
    ReadPostmanEnvironment readPostman,
    DisableCredential disable,
    EnableCredential enable
)
{
    public async Task Show(HttpContext http, HubPageContext context)
    {
        if (!(await read.Execute(context.Caller, http.Key())).Ok(out var credential, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<CredentialPage>(
            http,
            StatusCodes.Status200OK,
            new { It = credential, Done = CredentialStatusMessages.Text(http) }
        );
    }

    public async Task DownloadPostman(HttpContext http, HubPageContext context)
    {
        if ((await readPostman.Execute(context.Caller, http.Key())).Ok(out var file, out var problem))
            await ReadPostmanEnvironment.Download(http, http.Key(), file).ExecuteAsync(http);
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Asks for confirmation before it is disabled or enabled.</summary>
    public async Task ShowSwitch(HttpContext http, HubPageContext context)
    {
        if (!(await read.Execute(context.Caller, http.Key())).Ok(out var credential, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<SwitchPage>(http, StatusCodes.Status200OK, new { It = credential });
    }

    public async Task Disable(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await disable.Execute(context.Caller, http.Key()), CredentialStatusMessages.Disabled);

    public async Task Enable(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await enable.Execute(context.Caller, http.Key()), CredentialStatusMessages.Enabled);

    private async Task Answer(HttpContext http, HubPageContext context, Result<NoOutput, Problem> outcome, string done)
    {
        if (outcome.Ok(out _, out var problem))
            CredentialStatusMessages.Show(http, context.Path(http.Key().Path), done);
        else
            await pages.Refuse(http, problem);
    }
}
