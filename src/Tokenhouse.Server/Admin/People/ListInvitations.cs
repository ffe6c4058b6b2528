using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Admin.People;

/// <summary>Lists the pending invitations, newest first, all at once because there are few.</summary>
public sealed class ListInvitations(Desk desk)
{
    public static readonly Permission Needed = ListPeople.Needed;

    public Task<Result<Batch<WaitingInvitation>, Problem>> Execute(Actor actor) =>
        desk.Read<Batch<WaitingInvitation>>(
            actor,
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
            .MapGet("/invitations", async (HttpContext http, ListInvitations list) => (await list.Execute(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces<Batch<WaitingInvitation>>()
            .WithName("ListInvitations")
            .WithSummary("Lists the pending invitations.");
}
