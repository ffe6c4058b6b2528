using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The page on which an operator decides about a request.</summary>
public sealed class DecisionPages(HubPages pages, ReviewRequest review, ApproveRequest approve, ReturnRequest send, DeclineRequest decline)
{
    public const string Path = "/requests/{request:guid}/decide";
    public const string ApprovePath = "/requests/{request:guid}/approve";
    public const string ReturnPath = "/requests/{request:guid}/return";
    public const string DeclinePath = "/requests/{request:guid}/decline";

    public const string AddScopes = "add_scopes";

    public Task Show(HttpContext http, Visit visit) => Write(http, visit, problem: null);

    public async Task Approve(HttpContext http, Visit visit)
    {
        var input = new ApproveRequest.Input(http.Request.Form.ContainsKey(AddScopes));
        await Tell(http, visit, await approve.Execute(visit.Actor, Id(http), input, DraftForm.Seen(http)), RequestDone.Approved);
    }

    public async Task Return(HttpContext http, Visit visit) =>
        await Tell(http, visit, await send.Execute(visit.Actor, Id(http), Remark(http), DraftForm.Seen(http)), RequestDone.Returned);

    public async Task Decline(HttpContext http, Visit visit) =>
        await Tell(http, visit, await decline.Execute(visit.Actor, Id(http), Remark(http), DraftForm.Seen(http)), RequestDone.Declined);

    private async Task Tell(HttpContext http, Visit visit, Result<RequestView, Problem> outcome, string done)
    {
        if (outcome.Ok(out var request, out var problem))
            RequestDone.Show(http, visit.Path($"{RequestListPages.Path}/{request.Id}"), done);
        else
            await Write(http, visit, problem);
    }

    private async Task Write(HttpContext http, Visit visit, Problem? problem)
    {
        if ((await review.Execute(visit.Actor, Id(http))).Ok(out var reviewed, out var missing))
            await pages.Write<DecisionPage>(
                http,
                problem?.Status ?? StatusCodes.Status200OK,
                new
                {
                    Review = reviewed,
                    Comment = problem is null ? null : Remark(http).Comment,
                    Problem = problem,
                }
            );
        else
            await pages.Refuse(http, missing);
    }

    private static Remark Remark(HttpContext http) => new(http.Request.Form[RequestField.Comment]);

    private static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["request"]!);
}
