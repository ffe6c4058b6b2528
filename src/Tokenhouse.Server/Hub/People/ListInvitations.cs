using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Lists the pending invitations, newest first, all at once because there are few.</summary>
public sealed class ListInvitations(AdminOperations operations)
{
    public static readonly Permission Needed = ListPeople.Needed;

    public Task<Result<Batch<WaitingInvitation>, Problem>> Execute(Caller caller) =>
        operations.Read<Batch<WaitingInvitation>>(
            caller,
            Needed,
            async (db, now) =>
            {
                var waiting = WaitingInvitation
                    .Alive(db.Invitations, now)
                    .OrderByDescending(row => row.CreatedAt)
                    .ThenBy(row => row.Id)
                    .Select(row => new WaitingInvitation(row.Id, row.Email, row.Role, row.InvitedBy, row.CreatedAt, row.ExpiresAt));
                return new Batch<WaitingInvitation>(await waiting.ToListAsync(), null);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/invitations", async (HttpContext http, ListInvitations list) => (await list.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Batch<WaitingInvitation>>()
            .WithName("ListInvitations")
            .WithSummary("Lists the pending invitations.");
}
