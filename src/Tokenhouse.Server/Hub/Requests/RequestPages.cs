using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>One request: its state and content, and how to withdraw it.</summary>
public sealed class RequestPages(HubPages pages, ReadRequest read, WithdrawRequest withdraw)
{
    public const string Path = "/requests/{request:guid}";
    public const string WithdrawPath = Path + "/withdraw";

    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await read.Execute(visit.Actor, Id(http))).Ok(out var request, out var problem))
            await pages.Write<RequestPage>(
                http,
                StatusCodes.Status200OK,
                new { Request = request, Done = RequestDone.Text(http, request.State) }
            );
        else
            await pages.Refuse(http, problem);
    }

    public async Task Withdraw(HttpContext http, Visit visit)
    {
        var (id, version) = (Id(http), DraftForm.Seen(http));
        if (!(await withdraw.Execute(visit.Actor, id, version)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
        else if ((await read.Execute(visit.Actor, id)).Ok(out _, out _))
            RequestDone.Show(http, visit.Path($"{RequestListPages.Path}/{id}"), RequestDone.Withdrawn);
        else
            RequestDone.Show(http, visit.Path(RequestListPages.Path), RequestDone.Discarded);
    }

    private static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["request"]!);
}
