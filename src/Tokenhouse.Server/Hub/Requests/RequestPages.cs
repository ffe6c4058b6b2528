using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>One request: its state and content, and how to withdraw it.</summary>
public sealed class RequestPages(HubPageWriter pages, ReadRequest read, WithdrawRequest withdraw)
{
    public const string Path = "/requests/{request:guid}";
    public const string WithdrawPath = Path + "/withdraw";

    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await read.Execute(context.Caller, Id(http))).Ok(out var request, out var problem))
            await pages.Write<RequestPage>(
                http,
                StatusCodes.Status200OK,
                new { Request = request, Done = RequestStatusMessages.Text(http, request.State) }
            );
        else
            await pages.Refuse(http, problem);
    }

    public async Task Withdraw(HttpContext http, HubPageContext context)
    {
        var (id, version) = (Id(http), DraftForm.Seen(http));
        if (!(await withdraw.Execute(context.Caller, id, version)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
        else if ((await read.Execute(context.Caller, id)).Ok(out _, out _))
            RequestStatusMessages.Show(http, context.Path($"{RequestListPages.Path}/{id}"), RequestStatusMessages.Withdrawn);
        else
            RequestStatusMessages.Show(http, context.Path(RequestListPages.Path), RequestStatusMessages.Discarded);
    }

    private static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["request"]!);
}
