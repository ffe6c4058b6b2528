using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>Gives a tenant scopes in an environment for a period. Its credentials can request them within a second of its start.</summary>
public sealed class AddContract(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <summary>The contract to add.</summary>
    /// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
    /// <param name="Scopes">Scopes of the catalogue.</param>
    /// <param name="From">The first day, in UTC; null for today.</param>
    /// <param name="LastDay">The last day, in UTC; null for no end date.</param>
    public sealed record Input(string Environment, IReadOnlyList<string> Scopes, DateOnly? From, DateOnly? LastDay);

    public Task<Result<ContractEntry, Problem>> Execute(Caller caller, Input input) =>
        operations.Change<ContractEntry>(
            caller,
            Needed,
            async work =>
            {
                if (!(await Row(work, work.Caller.Tenant.Id, input)).Ok(out var row, out var problem))
                    return problem;
                var others = work.Db.Contracts.Where(other => other.Environment == row.Environment);
                if (await work.Beyond(nameof(TenantBounds.Contracts), others) is { } full)
                    return full;
                work.Db.Contracts.Add(row);
                await work.Audit(
                    AuditActions.ContractAdded,
                    row.Id.ToString(),
                    row.Environment,
                    after: new
                    {
                        row.Scopes,
                        row.From,
                        row.Until,
                    }
                );
                return ContractEntry.Of(row, work.Now);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/contracts",
                async (HttpContext http, Input input, AddContract add) =>
                    (await add.Execute(http.Caller(), input)).Created(entry => http.TenantUrl($"/contracts/{entry.Id}"))
            )
            .RequirePermission(Needed)
            .Produces<ContractEntry>(StatusCodes.Status201Created)
            .WithName("AddContract")
            .WithSummary("Gives the tenant scopes in an environment for a period.");

    /// <summary>The validated contract of an input.</summary>
    internal static async Task<Result<Contract, Problem>> Row(AdminUnitOfWork work, long tenant, Input input)
    {
        if (ClientKey.Read(input.Environment) is not { } environment)
            return Problem.Invalid("environment", ClientKey.Environments);
        if (!(await CheckedContract.Read(work, input.Scopes, input.From, input.LastDay)).Ok(out var terms, out var problem))
            return problem;
        return new Contract
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = tenant,
            Environment = environment,
            Scopes = terms.Scopes,
            From = terms.From,
            Until = terms.Until,
        };
    }
}
