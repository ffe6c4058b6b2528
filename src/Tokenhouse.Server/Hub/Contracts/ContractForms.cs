using Tokenhouse.Server.Hub.Catalogue;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>The forms to add and change a contract.</summary>
public sealed class ContractForms(HubPageWriter pages, ListContracts list, ListCatalogue catalogue, AddContract add, ChangeContract change)
{
    private static readonly string[] DayFields = ["from", "last_day"];

    public Task ShowNew(HttpContext http, HubPageContext context) => Show(http, context, new(Environment(http), [], "", ""), problem: null);

    public async Task Add(HttpContext http, HubPageContext context)
    {
        var draft = ContractDraft.Of(http, Environment(http));
        var problem = Unreadable(http);
        if (problem is null)
        {
            var input = new AddContract.Input(draft.Environment, draft.Scopes, http.Day("from"), http.Day("last_day"));
            if ((await add.Execute(context.Caller, input)).Ok(out _, out problem))
            {
                await FormExtensions.Return(http, context, context.Path(ContractPages.Path), "added");
                return;
            }
        }
        await Show(http, context, draft, problem);
    }

    public async Task ShowChange(HttpContext http, HubPageContext context)
    {
        if ((await list.Find(context.Caller, ContractPages.Id(http))).Ok(out var contract, out var problem))
            await Show(http, context, ContractDraft.Of(contract), problem: null);
        else
            await pages.Refuse(http, problem);
    }

    public async Task Change(HttpContext http, HubPageContext context)
    {
        var id = ContractPages.Id(http);
        if (!(await list.Find(context.Caller, id)).Ok(out var contract, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        var draft = ContractDraft.Of(http, contract.Environment) with { Version = http.Number("version") };
        problem = Unreadable(http);
        if (problem is null)
        {
            var input = new ChangeContract.Input(draft.Scopes, http.Day("from"), http.Day("last_day"), draft.Version);
            if ((await change.Execute(context.Caller, id, input)).Ok(out _, out problem))
            {
                await FormExtensions.Return(http, context, context.Path(ContractPages.Path), "changed");
                return;
            }
        }
        await Show(http, context, draft, problem);
    }

    private async Task Show(HttpContext http, HubPageContext context, ContractDraft draft, Problem? problem)
    {
        if (
            ClientKey.Read(draft.Environment) is null
            || !(await catalogue.Execute(context.Caller)).Ok(out var apis, out _)
            || !(await list.Execute(context.Caller)).Ok(out var contracts, out _)
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

    private static string Environment(HttpContext http) => ClientKey.Canonical((string)http.Request.RouteValues["environment"]!);

    private static Problem? Unreadable(HttpContext http)
    {
        var faults = DayFields
            .Where(field => http.Text(field).Length > 0 && http.Day(field) is null)
            .ToDictionary(field => field, _ => "Enter a date as year, month and day, such as 2026-11-30.");
        return faults.Count == 0 ? null : Problem.Invalid(faults);
    }
}
