using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Catalogue;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Admin.Contracts;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>The forms to add and change a contract.</summary>
public sealed class ContractForms(HubPages pages, ListContracts list, ListCatalogue catalogue, AddContract add, ChangeContract change)
{
    private static readonly string[] DayFields = ["from", "last_day"];

    public Task ShowNew(HttpContext http, Visit visit) => Show(http, visit, new(Environment(http), [], "", ""), problem: null);

    public async Task Add(HttpContext http, Visit visit)
    {
        var draft = ContractDraft.Of(http, Environment(http));
        var problem = Unreadable(http);
        if (problem is null)
        {
            var input = new AddContract.Input(draft.Environment, draft.Scopes, http.Day("from"), http.Day("last_day"));
            if ((await add.Execute(visit.Actor, input)).Ok(out _, out problem))
            {
                await Form.Return(http, visit, visit.Path(ContractPages.Path), "added");
                return;
            }
        }
        await Show(http, visit, draft, problem);
    }

    public async Task ShowChange(HttpContext http, Visit visit)
    {
        if ((await list.Find(visit.Actor, ContractPages.Id(http))).Ok(out var contract, out var problem))
            await Show(http, visit, ContractDraft.Of(contract), problem: null);
        else
            await pages.Refuse(http, problem);
    }

    public async Task Change(HttpContext http, Visit visit)
    {
        var id = ContractPages.Id(http);
        if (!(await list.Find(visit.Actor, id)).Ok(out var contract, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        var draft = ContractDraft.Of(http, contract.Environment) with { Version = http.Number("version") };
        problem = Unreadable(http);
        if (problem is null)
        {
            var input = new ChangeContract.Input(draft.Scopes, http.Day("from"), http.Day("last_day"), draft.Version);
            if ((await change.Execute(visit.Actor, id, input)).Ok(out _, out problem))
            {
                await Form.Return(http, visit, visit.Path(ContractPages.Path), "changed");
                return;
            }
        }
        await Show(http, visit, draft, problem);
    }

    private async Task Show(HttpContext http, Visit visit, ContractDraft draft, Problem? problem)
    {
        if (
            ClientKey.Read(draft.Environment) is null
            || !(await catalogue.Execute(visit.Actor)).Ok(out var apis, out _)
            || !(await list.Execute(visit.Actor)).Ok(out var contracts, out _)
        )
        {
            await pages.Refuse(http, Problem.NotFound);
            return;
        }
        await pages.Write<ContractFormPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Draft = draft,
                Action = http.Request.Path.Value,
                Apis = apis.Apis,
                Uses = contracts.Environments.Single(side => side.Environment == draft.Environment).Uses,
                Problem = problem,
            }
        );
    }

    private static string Environment(HttpContext http) => (string)http.Request.RouteValues["environment"]!;

    private static Problem? Unreadable(HttpContext http)
    {
        var faults = DayFields
            .Where(field => http.Text(field).Length > 0 && http.Day(field) is null)
            .ToDictionary(field => field, _ => "Enter a date as year, month and day, such as 2026-11-30.");
        return faults.Count == 0 ? null : Problem.Invalid(faults);
    }
}
