using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>One member of a tenant, and the form to change the role.</summary>
public sealed class PersonPages(HubPageWriter pages, ReadPerson read, ChangeRole change)
{
    public const string Path = PeoplePages.Path + "/{person:guid}";
    public const string RolePath = Path + "/role";

    /// <summary>The path of a person's page, below the tenant's.</summary>
    public static string Of(Guid person) => $"{PeoplePages.Path}/{person}";

    /// <summary>The person in a URL.</summary>
    public static Guid Person(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["person"]!);

    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await read.Execute(context.Caller, Person(http))).Ok(out var person, out var problem))
            await pages.Write<PersonPage>(http, StatusCodes.Status200OK, new { It = person, Done = PeopleStatusMessages.Text(http) });
        else
            await pages.Refuse(http, problem);
    }

    public Task ShowRole(HttpContext http, HubPageContext context) => ShowRole(http, context, chosen: null, problem: null);

    public async Task SubmitRole(HttpContext http, HubPageContext context)
    {
        var role = Enum.TryParse<Role>(http.Text("role"), out var named) ? named : (Role)(-1);
        var outcome = await change.Execute(context.Caller, Person(http), new(role, http.Number("version")));
        if (outcome.Ok(out _, out var problem))
            await FormExtensions.Return(http, context, context.Path(Of(Person(http))), PeopleStatusMessages.Role);
        else
            await ShowRole(http, context, role, problem);
    }

    private async Task ShowRole(HttpContext http, HubPageContext context, Role? chosen, Problem? problem)
    {
        if ((await read.Execute(context.Caller, Person(http))).Ok(out var person, out var missing))
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
