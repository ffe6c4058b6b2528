using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>
/// Removes a scope from the catalogue, if no client and no current or future contract has it. Past contracts keep
/// its name.
/// </summary>
public sealed class RemoveScope(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <summary>The scope to remove.</summary>
    /// <param name="Scope">The scope.</param>
    public sealed record Input(string Scope);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await work.Db.Scopes.SingleOrDefaultAsync(scope => scope.Name == input.Scope) is not { } row)
                    return Problem.NotFound;
                if (row.ApiIdentifier == HubScopes.Identifier)
                    return Problem.Conflict("This scope is built in and can't be removed.");
                var (contracts, clients) = await Holders(work.Db, row.Name, work.Now);
                if (contracts + clients > 0)
                    return Problem.Conflict(
                        $"{Count(contracts, "contract")} and {Count(clients, "client")} have {row.Name}. Remove it from them first."
                    );
                work.Db.Scopes.Remove(row);
                await work.Audit(AuditActions.ScopeRemoved, row.Name, before: new { Api = row.ApiIdentifier });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/catalogue/scopes/remove",
                async (HttpContext http, Input input, RemoveScope remove) => (await remove.Execute(http.Caller(), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("RemoveScope")
            .WithSummary("Removes a scope from the catalogue, if no contract and no client has it.");

    private static async Task<(int Contracts, int Clients)> Holders(Db db, string scope, DateTimeOffset now) =>
        (
            await db
                .Contracts.IgnoreQueryFilters([Db.OwnerFilter])
                .CountAsync(contract => contract.Scopes.Contains(scope) && (contract.Until == null || contract.Until > now)),
            await db.Clients.IgnoreQueryFilters([Db.OwnerFilter]).CountAsync(client => client.Scopes.Contains(scope))
        );

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
