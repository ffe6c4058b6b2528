using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Declines a request, with a reason. It can't be changed afterwards.</summary>
public sealed class DeclineRequest(Desk desk, RequestMail mail)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.write");

    private static readonly Refusing.Verdict Verdict = new(Needed, RequestState.Declined, Acts.RequestDeclined);

    public async Task<Result<RequestView, Problem>> Execute(Actor actor, Guid id, Remark remark, int? version) =>
        mail.Decided(actor.Tenant, await Refusing.Decide(desk, actor, Verdict, id, remark, version));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/decline",
                async (HttpContext http, Guid request, Remark remark, DeclineRequest decline) =>
                    (await decline.Execute(http.Actor(), request, remark, http.ExpectedVersion())).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("DeclineRequest")
            .WithSummary("Declines a request, with a reason. It can't be changed afterwards. For the vendor's own programs.");
}
