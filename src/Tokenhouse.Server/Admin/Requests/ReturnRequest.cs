using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Returns a request to the tenant with a comment on what to change. It can be edited and submitted again.</summary>
public sealed class ReturnRequest(Desk desk, RequestMail mail)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.write");

    private static readonly Refusing.Verdict Verdict = new(Needed, RequestState.Returned, Acts.RequestReturned);

    public async Task<Result<RequestView, Problem>> Execute(Actor actor, Guid id, Remark remark, int? version) =>
        mail.Decided(actor.Tenant, await Refusing.Decide(desk, actor, Verdict, id, remark, version));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/return",
                async (HttpContext http, Guid request, Remark remark, ReturnRequest send) =>
                    (await send.Execute(http.Actor(), request, remark, http.ExpectedVersion())).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("ReturnRequest")
            .WithSummary(
                "Returns a request to the tenant, with a comment on what to change. It can be edited and submitted again. For the vendor's own programs."
            );
}
