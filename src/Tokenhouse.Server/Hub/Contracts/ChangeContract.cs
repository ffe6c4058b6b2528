using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>Changes the scopes and dates of a contract that hasn't ended. Every server applies the change within a second.</summary>
public sealed class ChangeContract(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <param name="Scopes">Scopes of the catalogue.</param>
    /// <param name="From">The first day, in UTC, as a date or a time; null for today.</param>
    /// <param name="LastDay">The last day, in UTC; null for no end date.</param>
    /// <param name="Version">The contract's version when it was read; null to skip the check.</param>
    [RepresentedBy(typeof(ContractEntry))]
    public sealed record Input(
        IReadOnlyList<string> Scopes,
        DateOnly? From,
        DateOnly? LastDay,
        [property: JsonRequired] int? Version = null
    );

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
                    return Problem.Conflict("This contract has ended and can't be changed. Add a new one instead.");
                if (!(await CheckedContract.Read(work, input.Scopes, input.From, input.LastDay)).Ok(out var terms, out var problem))
                    return problem;
                var before = new
                {
                    row.Scopes,
                    row.From,
                    row.Until,
                };
                Apply(row, terms);
                await work.Audit(
                    AuditActions.ContractChanged,
                    row.Id.ToString(),
                    row.Environment,
                    before,
                    after: new
                    {
                        row.Scopes,
                        row.From,
                        row.Until,
                    }
                );
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut(
                "/contracts/{contract:guid}",
                async (HttpContext http, Guid contract, Input input, ChangeContract change) =>
                    (await change.Execute(http.Caller(), contract, input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("ChangeContract")
            .WithSummary("Changes the scopes and dates of a contract.");

    // An unchanged day keeps the original time instead of moving it to midnight.
    private static void Apply(Contract row, CheckedContract terms)
    {
        row.Scopes = terms.Scopes;
        if (ContractEntry.LastDayOf(row.Until) != ContractEntry.LastDayOf(terms.Until))
            row.Until = terms.Until;
        if (row.From.UtcDateTime.Date != terms.From.UtcDateTime.Date)
            row.From = terms.From;
    }
}
