using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Withdraws a submitted request, so that it is a draft again. Deletes a draft or a returned request.</summary>
public sealed class WithdrawRequest(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.requests.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid id, int? version) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (
                    !(await RequestLookup.Find(work, id, version, RequestState.Draft, RequestState.Submitted, RequestState.Returned)).Ok(
                        out var row,
                        out var problem
                    )
                )
                    return problem;
                if (row.State is RequestState.Submitted)
                {
                    (row.State, row.SubmittedAt) = (RequestState.Draft, null);
                    await work.Audit(AuditActions.RequestWithdrawn, row.Id.ToString(), row.Environment);
                }
                else
                {
                    work.Db.Requests.Remove(row);
                    await work.Audit(AuditActions.RequestDiscarded, row.Id.ToString(), row.Environment, before: RequestSnapshot.Of(row));
                }
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/withdraw",
                async (HttpContext http, Guid request, WithdrawRequest withdraw) =>
                    (await withdraw.Execute(http.Caller(), request, version: null)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("WithdrawRequest")
            .WithSummary("Turns a submitted request back into a draft. Deletes a draft or a returned request.");
}
