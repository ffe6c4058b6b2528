using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Changes a secret's expiry, or revokes it.</summary>
public sealed class SecretEndPages(HubPageWriter pages, ReadCredential read, ChangeSecretEnd change, EndSecret end, TimeProvider clock)
{
    public Task Show(HttpContext http, HubPageContext context) => Show(http, context, fault: null);

    public async Task Change(HttpContext http, HubPageContext context)
    {
        if (!Chosen(http).Ok(out var input, out var problem))
            await Show(http, context, problem);
        else
            await Answer(
                http,
                context,
                await change.Execute(context.Caller, http.Key(), http.Id("secret"), input),
                CredentialStatusMessages.EndChanged
            );
    }

    public async Task End(HttpContext http, HubPageContext context)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var input = new EndSecret.Input(EvenIfLast: form["evenIfLast"] == "yes");
        await Answer(
            http,
            context,
            await end.Execute(context.Caller, http.Key(), http.Id("secret"), input),
            CredentialStatusMessages.Ended
        );
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

    private async Task Answer<T>(HttpContext http, HubPageContext context, Result<T, Problem> outcome, string done)
        where T : class
    {
        if (outcome.Ok(out _, out var problem))
            CredentialStatusMessages.Show(http, context.Path(http.Key().Path), done);
        else if (problem == Problem.NotFound)
            await pages.Refuse(http, problem);
        else
            await Show(http, context, problem);
    }

    private async Task Show(HttpContext http, HubPageContext context, Problem? fault)
    {
        var id = http.Id("secret");
        if (
            !(await read.Execute(context.Caller, http.Key())).Ok(out var credential, out _)
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
