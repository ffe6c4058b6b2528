using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Removes a network from an allowlist. Within a second, calls from it are refused, at login and at the APIs.</summary>
public sealed class RemoveNetwork(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.allowlists.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, AllowlistKey key, Guid entry) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } list)
                    return Problem.NotFound;
                if (await list.Rows(work.Db).SingleOrDefaultAsync(row => row.Id == entry) is not { } row)
                    return Problem.NotFound;
                work.Db.AllowedNetworks.Remove(row);
                await work.Audit(
                    AuditActions.NetworkRemoved,
                    list.Target(caller),
                    list.Environment,
                    before: new { row.Network, row.Label }
                );
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapDelete(
                "/credentials/{environment}/{client}/allowlist/{entry:guid}",
                async (HttpContext http, string environment, string client, Guid entry, RemoveNetwork remove) =>
                    (await remove.Execute(http.Caller(), new(environment, client), entry)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("RemoveNetwork")
            .WithSummary("Removes a network from a credential's allowlist.");
        tenant
            .MapDelete(
                "/allowlist/{environment}/{entry:guid}",
                async (HttpContext http, string environment, Guid entry, RemoveNetwork remove) =>
                    (await remove.Execute(http.Caller(), new(environment), entry)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("RemoveTenantNetwork")
            .WithSummary("Removes a network from the tenant's own allowlist.");
    }
}
