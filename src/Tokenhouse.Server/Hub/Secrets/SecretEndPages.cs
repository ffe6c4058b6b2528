using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Changes a secret's expiry, or revokes it.</summary>
public sealed class SecretEndPages(HubPages pages, ReadCredential read, ChangeSecretEnd change, EndSecret end, TimeProvider clock)
{
    public Task Show(HttpContext http, Visit visit) => Show(http, visit, fault: null);

    public async Task Change(HttpContext http, Visit visit)
    {
        if (!Chosen(http).Ok(out var input, out var problem))
            await Show(http, visit, problem);
        else
            await Answer(http, visit, await change.Execute(visit.Actor, http.Key(), http.Id("secret"), input), CredentialDone.EndChanged);
    }

    public async Task End(HttpContext http, Visit visit)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var input = new EndSecret.Input(EvenIfLast: form["evenIfLast"] == "yes");
        await Answer(http, visit, await end.Execute(visit.Actor, http.Key(), http.Id("secret"), input), CredentialDone.Ended);
    }

    private Result<ChangeSecretEnd.Input, Problem> Chosen(HttpContext http) =>
        http.Text("when") switch
        {
            "day" => new ChangeSecretEnd.Input(clock.GetUtcNow().AddDays(1)),
            "week" => new ChangeSecretEnd.Input(clock.GetUtcNow().AddDays(7)),
            "never" => new ChangeSecretEnd.Input(ExpiresAt: null),
            _ when http.Day("expiresAt") is { } date => new ChangeSecretEnd.Input(
                new DateTimeOffset(date, new TimeOnly(23, 59), TimeSpan.Zero)
            ),
            _ => Problem.Invalid("expiresAt", "Choose the last day on which the secret works."),
        };

    private async Task Answer<T>(HttpContext http, Visit visit, Result<T, Problem> outcome, string done)
        where T : class
    {
        if (outcome.Ok(out _, out var problem))
            CredentialDone.Show(http, visit.Path(http.Key().Path), done);
        else if (problem == Problem.NotFound)
            await pages.Refuse(http, problem);
        else
            await Show(http, visit, problem);
    }

    private async Task Show(HttpContext http, Visit visit, Problem? fault)
    {
        var id = http.Id("secret");
        if (
            !(await read.Execute(visit.Actor, http.Key())).Ok(out var credential, out _)
            || credential.Secrets.FirstOrDefault(entry => entry.Id == id) is not { } secret
        )
        {
            await pages.Refuse(http, Problem.NotFound);
            return;
        }
        await pages.Write<SecretEndPage>(
            http,
            fault?.Status ?? StatusCodes.Status200OK,
            new
            {
                It = credential,
                Secret = secret,
                Fault = fault,
            }
        );
    }
}
