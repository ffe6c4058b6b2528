using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Declines a request, with a reason. It can't be changed afterwards.</summary>
public sealed class DeclineRequest(AdminOperations operations, RequestEmails mail)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.write");

    private static readonly RequestRejection.Verdict Verdict = new(Needed, RequestState.Declined, AuditActions.RequestDeclined);

    public async Task<Result<RequestView, Problem>> Execute(Caller caller, Guid id, Remark remark, int? version) =>
        mail.Decided(caller.Tenant, await RequestRejection.Decide(operations, caller, Verdict, id, remark, version));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/decline",
                async (HttpContext http, Guid request, Remark remark, DeclineRequest decline) =>
                    (await decline.Execute(http.Caller(), request, remark, version: null)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("DeclineRequest")
            .WithSummary("Declines a request, with a reason. It can't be changed afterwards. For the vendor's own programs.");
}
