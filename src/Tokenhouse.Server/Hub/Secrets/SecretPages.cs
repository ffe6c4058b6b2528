using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Rotation: adds a secret.</summary>
public sealed class SecretPages(HubPages pages, ReadCredential read, AddSecret add)
{
    public Task ShowAdd(HttpContext http, Visit visit) => ShowAdd(http, visit, fault: null);

    /// <summary>Creates it and shows it in the response to the form, and nowhere else.</summary>
    public async Task Add(HttpContext http, Visit visit)
    {
        var input = new AddSecret.Input(ExpiryField.Read(http), FormNumber.Read(http.Request.Form["overlap"]));
        if (!(await add.Execute(visit.Actor, http.Key(), input)).Ok(out var made, out var problem))
        {
            await ShowAdd(http, visit, problem);
            return;
        }
        await pages.Write<SecretShownPage>(http, StatusCodes.Status200OK, new { Key = http.Key(), Made = made });
    }

    private async Task ShowAdd(HttpContext http, Visit visit, Problem? fault)
    {
        if (!(await read.Execute(visit.Actor, http.Key())).Ok(out var credential, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<AddSecretPage>(http, fault?.Status ?? StatusCodes.Status200OK, new { It = credential, Fault = fault });
    }
}
