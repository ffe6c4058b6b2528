using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Withdraws an exemption before it expires. Within a second, the allowlists apply again.</summary>
public sealed class WithdrawExemption(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.allowlists.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, ClientKey key, Guid id) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                var row = await work.Db.AllowlistExemptions.SingleOrDefaultAsync(row =>
                    row.Id == id && row.Environment == client.Environment && row.ClientId == client.Id
                );
                if (row is null)
                    return Problem.NotFound;
                if (row.WithdrawnAt is not null || row.EndsAt <= work.Now)
                    return Problem.Conflict("This exemption has already ended.");
                (row.WithdrawnAt, row.WithdrawnBy) = (work.Now, caller.Name);
                await work.Audit(AuditActions.ExemptionWithdrawn, client.Id, client.Environment, before: new { row.Reason, row.EndsAt });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapDelete(
                "/credentials/{environment}/{client}/exemptions/{exemption:guid}",
                async (HttpContext http, string environment, string client, Guid exemption, WithdrawExemption withdraw) =>
                    (await withdraw.Execute(http.Caller(), new(environment, client), exemption)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("WithdrawExemption")
            .WithSummary("Withdraws an exemption before it expires. For the vendor's own programs.");
}
