using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>
/// Ends a contract now: within a second, no more tokens are issued for scopes that no other contract covers. A contract that hasn't started is
/// cancelled and removed.
/// </summary>
public sealed class EndContract(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <summary>Which version of the contract to end.</summary>
    /// <param name="Version">The contract's version when it was read; null to skip the check.</param>
    public sealed record Input(int? Version = null);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid contract, Input input) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await work.Db.Contracts.SingleOrDefaultAsync(row => row.Id == contract) is not { } row)
                    return Problem.NotFound;
                if (work.Stale(input.Version, row) is { } stale)
                    return stale;
                if (row.Until <= work.Now)
                    return Problem.Conflict("This contract has already ended.");
                var before = new
                {
                    row.Scopes,
                    row.From,
                    row.Until,
                };
                if (row.From > work.Now)
                    work.Db.Contracts.Remove(row);
                else
                    row.Until = work.Now;
                await work.Audit(AuditActions.ContractEnded, row.Id.ToString(), row.Environment, before, after: new { Until = work.Now });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/contracts/{contract:guid}/end",
                async (HttpContext http, Guid contract, EndContract end) => (await end.Execute(http.Caller(), contract, new())).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("EndContract")
            .WithSummary("Ends a contract now.");
}
