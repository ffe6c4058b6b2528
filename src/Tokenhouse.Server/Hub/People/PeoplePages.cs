using Tokenhouse.Server.Admin.People;

namespace Tokenhouse.Server.Hub.People;

/// <summary>A tenant's members and pending invitations, and the export.</summary>
public sealed class PeoplePages(HubPages pages, ListPeople list, ListInvitations invitations, ExportPeople export)
{
    public const string Path = "/people";
    public const string ExportPath = Path + "/export";

    private static readonly string[] Known = ["search", "role", "sort"];

    public async Task Show(HttpContext http, Visit visit)
    {
        var address = Address.Of(http.Request, Known);
        var found = await list.Page(visit.Actor, Filter(address), address["sort"], http.PageNumber());
        var waiting = await invitations.Execute(visit.Actor);
        if (!found.Ok(out var people, out var problem) || !waiting.Ok(out var invited, out problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<PeoplePage>(
            http,
            StatusCodes.Status200OK,
            new
            {
                Address = address,
                Exported = Exported(http, visit),
                People = people,
                Invitations = invited.Items,
                Done = PeopleDone.Text(http),
            }
        );
    }

    public async Task Export(HttpContext http, Visit visit)
    {
        var address = Address.Of(http.Request, Known);
        if (!(await export.Execute(visit.Actor, Filter(address), address["sort"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static Address Exported(HttpContext http, Visit visit) =>
        new(visit.Path(ExportPath), Known.Select(name => KeyValuePair.Create(name, (string?)http.Request.Query[name].ToString())));

    private static ListPeople.Filter Filter(Address address) => new(address["search"], address["role"]);
}
