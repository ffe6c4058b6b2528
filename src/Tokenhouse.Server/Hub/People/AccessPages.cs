using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Removes a person, disables and enables an account, each with a confirmation page.</summary>
public sealed class AccessPages(HubPageWriter pages, ReadPerson read, RemoveMember remove, DisableAccount disable, EnableAccount enable)
{
    public const string RemovePath = PersonPages.Path + "/remove";
    public const string DisablePath = PersonPages.Path + "/disable";
    public const string EnablePath = PersonPages.Path + "/enable";

    public Task ShowRemove(HttpContext http, HubPageContext context) => Ask(http, context, AccessAction.Remove, problem: null);

    public Task ShowDisable(HttpContext http, HubPageContext context) => Ask(http, context, AccessAction.Disable, problem: null);

    public Task ShowEnable(HttpContext http, HubPageContext context) => Ask(http, context, AccessAction.Enable, problem: null);

    public async Task Remove(HttpContext http, HubPageContext context)
    {
        if ((await remove.Execute(context.Caller, PersonPages.Person(http))).Ok(out _, out var problem))
            await FormExtensions.Return(http, context, context.Path(PeoplePages.Path), PeopleStatusMessages.Removed);
        else
            await Ask(http, context, AccessAction.Remove, problem);
    }

    public async Task Disable(HttpContext http, HubPageContext context) =>
        await Finish(
            http,
            context,
            AccessAction.Disable,
            await disable.Execute(context.Caller, PersonPages.Person(http)),
            PeopleStatusMessages.Disabled
        );

    public async Task Enable(HttpContext http, HubPageContext context) =>
        await Finish(
            http,
            context,
            AccessAction.Enable,
            await enable.Execute(context.Caller, PersonPages.Person(http)),
            PeopleStatusMessages.Enabled
        );

    private async Task Finish(HttpContext http, HubPageContext context, AccessAction act, Result<NoOutput, Problem> outcome, string done)
    {
        if (outcome.Ok(out _, out var problem))
            await FormExtensions.Return(http, context, context.Path(PersonPages.Of(PersonPages.Person(http))), done);
        else
            await Ask(http, context, act, problem);
    }

    private async Task Ask(HttpContext http, HubPageContext context, AccessAction act, Problem? problem)
    {
        if ((await read.Execute(context.Caller, PersonPages.Person(http))).Ok(out var person, out var missing))
            await pages.Write<AccessPage>(
                http,
                problem?.Status ?? StatusCodes.Status200OK,
                new
                {
                    It = person,
                    Act = act,
                    Problem = problem,
                }
            );
        else
            await pages.Refuse(http, missing);
    }
}
