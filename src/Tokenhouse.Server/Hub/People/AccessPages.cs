using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.People;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Removes a person, disables and enables an account, each with a confirmation page.</summary>
public sealed class AccessPages(HubPages pages, ReadPerson read, RemoveMember remove, DisableAccount disable, EnableAccount enable)
{
    public const string RemovePath = PersonPages.Path + "/remove";
    public const string DisablePath = PersonPages.Path + "/disable";
    public const string EnablePath = PersonPages.Path + "/enable";

    public Task ShowRemove(HttpContext http, Visit visit) => Ask(http, visit, AccessAct.Remove, problem: null);

    public Task ShowDisable(HttpContext http, Visit visit) => Ask(http, visit, AccessAct.Disable, problem: null);

    public Task ShowEnable(HttpContext http, Visit visit) => Ask(http, visit, AccessAct.Enable, problem: null);

    public async Task Remove(HttpContext http, Visit visit)
    {
        if ((await remove.Execute(visit.Actor, PersonPages.Person(http))).Ok(out _, out var problem))
            await Form.Return(http, visit, visit.Path(PeoplePages.Path), PeopleDone.Removed);
        else
            await Ask(http, visit, AccessAct.Remove, problem);
    }

    public async Task Disable(HttpContext http, Visit visit) =>
        await Finish(http, visit, AccessAct.Disable, await disable.Execute(visit.Actor, PersonPages.Person(http)), PeopleDone.Disabled);

    public async Task Enable(HttpContext http, Visit visit) =>
        await Finish(http, visit, AccessAct.Enable, await enable.Execute(visit.Actor, PersonPages.Person(http)), PeopleDone.Enabled);

    private async Task Finish(HttpContext http, Visit visit, AccessAct act, Result<Completion, Problem> outcome, string done)
    {
        if (outcome.Ok(out _, out var problem))
            await Form.Return(http, visit, visit.Path(PersonPages.Of(PersonPages.Person(http))), done);
        else
            await Ask(http, visit, act, problem);
    }

    private async Task Ask(HttpContext http, Visit visit, AccessAct act, Problem? problem)
    {
        if ((await read.Execute(visit.Actor, PersonPages.Person(http))).Ok(out var person, out var missing))
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
