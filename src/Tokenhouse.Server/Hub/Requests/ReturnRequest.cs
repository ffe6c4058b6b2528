using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Returns a request to the tenant with a comment on what to change. It can be edited and submitted again.</summary>
public sealed class ReturnRequest(AdminOperations operations, RequestEmails mail)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.write");

    private static readonly RequestRejection.Verdict Verdict = new(Needed, RequestState.Returned, AuditActions.RequestReturned);

    public async Task<Result<RequestView, Problem>> Execute(Caller caller, Guid id, Remark remark, int? version) =>
        mail.Decided(caller.Tenant, await RequestRejection.Decide(operations, caller, Verdict, id, remark, version));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/return",
                async (HttpContext http, Guid request, Remark remark, ReturnRequest send) =>
                    (await send.Execute(http.Caller(), request, remark, version: null)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("ReturnRequest")
            .WithSummary(
                "Returns a request to the tenant, with a comment on what to change. It can be edited and submitted again. For the vendor's own programs."
            );
}
