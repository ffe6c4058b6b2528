using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.People;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Invites people, and withdraws pending invitations.</summary>
public sealed class InvitePages(HubPages pages, Invite invite, WithdrawInvitation withdraw)
{
    public const string Path = PeoplePages.Path + "/invite";
    public const string WithdrawPath = PeoplePages.Path + "/invitations/{invitation:guid}/withdraw";

    public Task Show(HttpContext http, Visit visit) => Show(http, "", Role.Developer, problem: null);

    public async Task Submit(HttpContext http, Visit visit)
    {
        var email = http.Text("email");
        var role = Enum.TryParse<Role>(http.Text("role"), out var named) ? named : (Role)(-1);
        if (!(await invite.Execute(visit.Actor, new(email, role))).Ok(out var made, out var problem))
            await Show(http, email, role, problem);
        else if (made.Link is null)
            await Form.Return(http, visit, visit.Path(PeoplePages.Path), PeopleDone.Invited);
        else
            await pages.Write<InvitedPage>(http, StatusCodes.Status200OK, new { Made = made });
    }

    public async Task Withdraw(HttpContext http, Visit visit)
    {
        var id = Guid.Parse((string)http.Request.RouteValues["invitation"]!);
        if ((await withdraw.Execute(visit.Actor, id)).Ok(out _, out var problem))
            await Form.Return(http, visit, visit.Path(PeoplePages.Path), PeopleDone.Withdrawn);
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
