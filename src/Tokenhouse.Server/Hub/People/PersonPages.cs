using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.People;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.People;

/// <summary>One member of a tenant, and the form to change the role.</summary>
public sealed class PersonPages(HubPages pages, ReadPerson read, ChangeRole change)
{
    public const string Path = PeoplePages.Path + "/{person:guid}";
    public const string RolePath = Path + "/role";

    /// <summary>The path of a person's page, below the tenant's.</summary>
    public static string Of(Guid person) => $"{PeoplePages.Path}/{person}";

    /// <summary>The person in a URL.</summary>
    public static Guid Person(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["person"]!);

    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await read.Execute(visit.Actor, Person(http))).Ok(out var person, out var problem))
            await pages.Write<PersonPage>(http, StatusCodes.Status200OK, new { It = person, Done = PeopleDone.Text(http) });
        else
            await pages.Refuse(http, problem);
    }

    public Task ShowRole(HttpContext http, Visit visit) => ShowRole(http, visit, chosen: null, problem: null);

    public async Task SubmitRole(HttpContext http, Visit visit)
    {
        var role = Enum.TryParse<Role>(http.Text("role"), out var named) ? named : (Role)(-1);
        var outcome = await change.Execute(visit.Actor, Person(http), new(role, http.Number("version")));
        if (outcome.Ok(out _, out var problem))
            await Form.Return(http, visit, visit.Path(Of(Person(http))), PeopleDone.Role);
        else
            await ShowRole(http, visit, role, problem);
    }

    private async Task ShowRole(HttpContext http, Visit visit, Role? chosen, Problem? problem)
    {
        if ((await read.Execute(visit.Actor, Person(http))).Ok(out var person, out var missing))
            await pages.Write<RolePage>(
                http,
                problem?.Status ?? StatusCodes.Status200OK,
                new
                {
                    It = person,
                    Chosen = chosen ?? person.Role,
                    Problem = problem,
                }
            );
        else
            await pages.Refuse(http, missing);
    }
}
