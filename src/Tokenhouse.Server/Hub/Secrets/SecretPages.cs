using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Rotation: adds a secret.</summary>
public sealed class SecretPages(HubPageWriter pages, ReadCredential read, AddSecret add)
{
    public Task ShowAdd(HttpContext http, HubPageContext context) => ShowAdd(http, context, fault: null);

    /// <summary>Creates it and shows it in the response to the form, and nowhere else.</summary>
    public async Task Add(HttpContext http, HubPageContext context)
    {
        var input = new AddSecret.Input(ExpiryField.Read(http), FormNumber.Read(http.Request.Form["overlap"]));
        if (!(await add.Execute(context.Caller, http.Key(), input)).Ok(out var made, out var problem))
        {
            await ShowAdd(http, context, problem);
            return;
        }
        await pages.Write<SecretShownPage>(http, StatusCodes.Status200OK, new { Key = http.Key(), Made = made });
    }

    private async Task ShowAdd(HttpContext http, HubPageContext context, Problem? fault)
    {
        if (!(await read.Execute(context.Caller, http.Key())).Ok(out var credential, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<AddSecretPage>(http, fault?.Status ?? StatusCodes.Status200OK, new { It = credential, Fault = fault });
    }
}
