using Tokenhouse.Server.Admin.Contracts;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>A tenant's scopes and contracts in each environment, and the form to end a contract.</summary>
public sealed class ContractPages(HubPages pages, ListContracts list, EndContract end)
{
    public const string Path = "/contract";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["added"] = "Contract added.",
        ["changed"] = "Contract saved. It takes effect within a second.",
        ["ended"] = "Contract ended. No more tokens are issued for scopes that no other contract covers.",
    };

    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await list.Execute(visit.Actor)).Ok(out var output, out var problem))
            await pages.Write<ContractPage>(
                http,
                StatusCodes.Status200OK,
                new { Contracts = output.Environments, Done = Sentences.GetValueOrDefault(http.Request.Query[Form.Done].ToString()) }
            );
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Asks for confirmation, and shows what will stop working.</summary>
    public async Task ShowEnd(HttpContext http, Visit visit)
    {
        if (!(await list.Find(visit.Actor, Id(http))).Ok(out var contract, out var problem))
            await pages.Refuse(http, problem);
        else
            await pages.Write<ContractEndPage>(http, StatusCodes.Status200OK, new { Contract = contract });
    }

    public async Task End(HttpContext http, Visit visit)
    {
        if ((await end.Execute(visit.Actor, Id(http), new(http.Number("version")))).Ok(out _, out var problem))
            await Form.Return(http, visit, visit.Path(Path), "ended");
        else
            await pages.Refuse(http, problem);
    }

    internal static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["contract"]!);
}
