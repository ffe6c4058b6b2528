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
                    .Select(WaitingInvitation.Of);
                return new Batch<WaitingInvitation>(await waiting.ToListAsync(), null);
            }
        );

    /// <summary>One of them.</summary>
    public Task<Result<WaitingInvitation, Problem>> Find(Caller caller, Guid invitation) =>
        operations.Read<WaitingInvitation>(
            caller,
            Needed,
            async (db, now) =>
            {
                var its = WaitingInvitation.Alive(db.Invitations, now).Where(row => row.Id == invitation);
                return await its.Select(WaitingInvitation.Of).SingleOrDefaultAsync() is { } found ? found : Problem.NotFound;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapGet("/invitations", async (HttpContext http, ListInvitations list) => (await list.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Batch<WaitingInvitation>>()
            .WithName("ListInvitations")
            .WithSummary("Lists the pending invitations.");
        tenant
            .MapGet(
                "/invitations/{invitation:guid}",
                async (HttpContext http, Guid invitation, ListInvitations list) => (await list.Find(http.Caller(), invitation)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<WaitingInvitation>()
            .WithName("ReadInvitation")
            .WithSummary("Returns a pending invitation.");
    }
}
