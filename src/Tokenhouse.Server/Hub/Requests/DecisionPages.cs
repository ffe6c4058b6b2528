using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The page on which an operator decides about a request.</summary>
public sealed class DecisionPages(
    HubPageWriter pages,
    ReviewRequest review,
    ApproveRequest approve,
    ReturnRequest send,
    DeclineRequest decline
)
{
    public const string Path = "/requests/{request:guid}/decide";
    public const string ApprovePath = "/requests/{request:guid}/approve";
    public const string ReturnPath = "/requests/{request:guid}/return";
    public const string DeclinePath = "/requests/{request:guid}/decline";

    public const string AddScopes = "add_scopes";

    public Task Show(HttpContext http, HubPageContext context) => Write(http, context, problem: null);

    public async Task Approve(HttpContext http, HubPageContext context)
    {
        var input = new ApproveRequest.Input(http.Request.Form.ContainsKey(AddScopes));
        await Tell(
            http,
            context,
            await approve.Execute(context.Caller, Id(http), input, DraftForm.Seen(http)),
            RequestStatusMessages.Approved
        );
    }

    public async Task Return(HttpContext http, HubPageContext context) =>
        await Tell(
            http,
            context,
            await send.Execute(context.Caller, Id(http), Remark(http), DraftForm.Seen(http)),
            RequestStatusMessages.Returned
        );

    public async Task Decline(HttpContext http, HubPageContext context) =>
        await Tell(
            http,
            context,
            await decline.Execute(context.Caller, Id(http), Remark(http), DraftForm.Seen(http)),
            RequestStatusMessages.Declined
        );

    private async Task Tell(HttpContext http, HubPageContext context, Result<RequestView, Problem> outcome, string done)
    {
        if (outcome.Ok(out var request, out var problem))
            RequestStatusMessages.Show(http, context.Path($"{RequestListPages.Path}/{request.Id}"), done);
        else
            await Write(http, context, problem);
    }

    private async Task Write(HttpContext http, HubPageContext context, Problem? problem)
    {
        if ((await review.Execute(context.Caller, Id(http))).Ok(out var reviewed, out var missing))
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
