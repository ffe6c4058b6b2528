using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Admin.People;

/// <summary>Withdraws an invitation before it is accepted.</summary>
public sealed class WithdrawInvitation(Desk desk)
{
    public static readonly Permission Needed = new(Right.ManagePeople, "hub.people.write");

    public Task<Result<Completion, Problem>> Execute(Actor actor, Guid invitation) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                var waiting = WaitingInvitation.Alive(work.Db.Invitations, work.Now);
                if (await waiting.SingleOrDefaultAsync(row => row.Id == invitation) is not { } found)
                    return Problem.NotFound;
                found.WithdrawnAt = work.Now;
                await work.Audit(Acts.InvitationWithdrawn, found.Email ?? "", before: new { found.Role, found.InvitedBy });
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapDelete(
                "/invitations/{invitation:guid}",
                async (HttpContext http, Guid invitation, WithdrawInvitation withdraw) =>
                    (await withdraw.Execute(http.Actor(), invitation)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("WithdrawInvitation")
            .WithSummary("Withdraws an invitation before it is accepted.");
}
