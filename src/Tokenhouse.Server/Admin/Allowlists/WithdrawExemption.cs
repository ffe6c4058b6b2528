using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Admin.Allowlists;

/// <summary>Withdraws an exemption before it expires. Within a second, the allowlists apply again.</summary>
public sealed class WithdrawExemption(Desk desk)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.allowlists.write");

    public Task<Result<Completion, Problem>> Execute(Actor actor, ClientKey key, Guid id) =>
        desk.Change<Completion>(
            actor,
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
                (row.WithdrawnAt, row.WithdrawnBy) = (work.Now, actor.Name);
                await work.Audit(Acts.ExemptionWithdrawn, client.Id, client.Environment, before: new { row.Reason, row.EndsAt });
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapDelete(
                "/credentials/{environment}/{client}/exemptions/{exemption:guid}",
                async (HttpContext http, string environment, string client, Guid exemption, WithdrawExemption withdraw) =>
                    (await withdraw.Execute(http.Actor(), new(environment, client), exemption)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("WithdrawExemption")
            .WithSummary("Withdraws an exemption before it expires. For the vendor's own programs.");
}
