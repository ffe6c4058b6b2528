using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>A tenant's scopes and contracts in each environment, and the form to end a contract.</summary>
public sealed class ContractPages(HubPageWriter pages, ListContracts list, EndContract end)
{
    public const string Path = "/contract";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["added"] = "Contract added.",
        ["changed"] = "Contract saved. It takes effect within a second.",
        ["ended"] = "Contract ended. No more tokens are issued for scopes that no other contract covers.",
    };

    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await list.Execute(context.Caller)).Ok(out var output, out var problem))
            await pages.Write<ContractPage>(
                http,
                StatusCodes.Status200OK,
                new
                {
                    Contracts = output.Environments,
                    Done = Sentences.GetValueOrDefault(http.Request.Query[FormExtensions.Done].ToString()),
                }
            );
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Asks for confirmation, and shows what will stop working.</summary>
    public async Task ShowEnd(HttpContext http, HubPageContext context)
    {
        if (!(await list.Find(context.Caller, Id(http))).Ok(out var contract, out var problem))
            await pages.Refuse(http, problem);
        else
            await pages.Write<ContractEndPage>(http, StatusCodes.Status200OK, new { Contract = contract });
    }

    public async Task End(HttpContext http, HubPageContext context)
    {
        if ((await end.Execute(context.Caller, Id(http), new(http.Number("version")))).Ok(out _, out var problem))
            await FormExtensions.Return(http, context, context.Path(Path), "ended");
        else
            await pages.Refuse(http, problem);
    }

    internal static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["contract"]!);
}
