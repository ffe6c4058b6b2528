using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>A tenant's members and pending invitations, and the export.</summary>
public sealed class PeoplePages(HubPageWriter pages, ListPeople list, ListInvitations invitations, ExportPeople export)
{
    public const string Path = "/people";
    public const string ExportPath = Path + "/export";

    private static readonly string[] Known = ["search", "role", "sort"];

    public async Task Show(HttpContext http, HubPageContext context)
    {
        var listUrl = ListUrl.Of(http.Request, Known);
        var found = await list.Page(context.Caller, Filter(listUrl), listUrl["sort"], http.PageNumber());
        var waiting = await invitations.Execute(context.Caller);
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
                ListUrl = listUrl,
                Exported = Exported(http, context),
                People = people,
                Invitations = invited.Items,
                Done = PeopleStatusMessages.Text(http),
            }
        );
    }

    public async Task Export(HttpContext http, HubPageContext context)
    {
        var listUrl = ListUrl.Of(http.Request, Known);
        if (!(await export.Execute(context.Caller, Filter(listUrl), listUrl["sort"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static ListUrl Exported(HttpContext http, HubPageContext context) =>
        new(context.Path(ExportPath), Known.Select(name => KeyValuePair.Create(name, (string?)http.Request.Query[name].ToString())));

    private static ListPeople.Filter Filter(ListUrl listUrl) => new(listUrl["search"], listUrl["role"]);
}
