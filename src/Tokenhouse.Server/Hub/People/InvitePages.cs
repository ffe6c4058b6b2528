using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Invites people, and withdraws pending invitations.</summary>
public sealed class InvitePages(HubPageWriter pages, Invite invite, WithdrawInvitation withdraw)
{
    public const string Path = PeoplePages.Path + "/invite";
    public const string WithdrawPath = PeoplePages.Path + "/invitations/{invitation:guid}/withdraw";

    public Task Show(HttpContext http, HubPageContext context) => Show(http, "", Role.Developer, problem: null);

    public async Task Submit(HttpContext http, HubPageContext context)
    {
        var email = http.Text("email");
        var role = Enum.TryParse<Role>(http.Text("role"), out var named) ? named : (Role)(-1);
        if (!(await invite.Execute(context.Caller, new(email, role))).Ok(out var made, out var problem))
            await Show(http, email, role, problem);
        else if (made.Link is null)
            await FormExtensions.Return(http, context, context.Path(PeoplePages.Path), PeopleStatusMessages.Invited);
        else
            await pages.Write<InvitedPage>(http, StatusCodes.Status200OK, new { Made = made });
    }

    public async Task Withdraw(HttpContext http, HubPageContext context)
    {
        var id = Guid.Parse((string)http.Request.RouteValues["invitation"]!);
        if ((await withdraw.Execute(context.Caller, id)).Ok(out _, out var problem))
            await FormExtensions.Return(http, context, context.Path(PeoplePages.Path), PeopleStatusMessages.Withdrawn);
        else
            await pages.Refuse(http, problem);
    }

    private Task Show(HttpContext http, string email, Role role, Problem? problem) =>
        pages.Write<InvitePage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Email = email,
                Role = role,
                Problem = problem,
            }
        );
}
