using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Withdraws an invitation before it is accepted.</summary>
public sealed class WithdrawInvitation(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.ManagePeople, "hub.people.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid invitation) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                var waiting = WaitingInvitation.Alive(work.Db.Invitations, work.Now);
                if (await waiting.SingleOrDefaultAsync(row => row.Id == invitation) is not { } found)
                    return Problem.NotFound;
                found.WithdrawnAt = work.Now;
                await work.Audit(AuditActions.InvitationWithdrawn, found.Email ?? "", before: new { found.Role, found.InvitedBy });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapDelete(
                "/invitations/{invitation:guid}",
                async (HttpContext http, Guid invitation, WithdrawInvitation withdraw) =>
                    (await withdraw.Execute(http.Caller(), invitation)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("WithdrawInvitation")
            .WithSummary("Withdraws an invitation before it is accepted.");
}
