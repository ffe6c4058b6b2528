using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Withdraws a submitted request, so that it is a draft again. Deletes a draft or a returned request.</summary>
public sealed class WithdrawRequest(Desk desk)
{
    public static readonly Permission Needed = new(Right.Work, "hub.requests.write");

    public Task<Result<Completion, Problem>> Execute(Actor actor, Guid id, int? version) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                if (
                    !(await RequestRow.Find(work, id, version, RequestState.Draft, RequestState.Submitted, RequestState.Returned)).Ok(
                        out var row,
                        out var problem
                    )
                )
                    return problem;
                if (row.State is RequestState.Submitted)
                {
                    (row.State, row.SubmittedAt) = (RequestState.Draft, null);
                    await work.Audit(Acts.RequestWithdrawn, row.Id.ToString(), row.Environment);
                }
                else
                {
                    work.Db.Requests.Remove(row);
                    await work.Audit(Acts.RequestDiscarded, row.Id.ToString(), row.Environment, before: Content.Of(row));
                }
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/withdraw",
                async (HttpContext http, Guid request, WithdrawRequest withdraw) =>
                    (await withdraw.Execute(http.Actor(), request, http.ExpectedVersion())).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("WithdrawRequest")
            .WithSummary("Turns a submitted request back into a draft. Deletes a draft or a returned request.");
}
