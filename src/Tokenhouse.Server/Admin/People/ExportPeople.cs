using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Admin.People;

/// <summary>Writes the list of members as a file.</summary>
public sealed class ExportPeople(Desk desk)
{
    public static readonly Permission Needed = ListPeople.Needed;

    private static readonly IReadOnlyList<(string Title, Func<PersonEntry, string?> Value)> Columns =
    [
        ("Name", person => person.Name),
        ("Mail address", person => person.Email),
        ("Role", person => person.Role.ToString()),
        ("Member since", person => Time(person.MemberSince)),
        ("Last seen", person => Time(person.LastSeenAt)),
        ("Two-factor", person => Words(person.HasTwoFactor)),
        ("Passkey", person => Words(person.HasPasskey)),
        ("Disabled", person => Words(person.IsDisabled)),
    ];

    /// <param name="actor">For whom.</param>
    /// <param name="filter">Whom.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="http">Where to; its <c>format</c> is <c>csv</c> or <c>json</c>. When the outcome is a problem, nothing was written.</param>
    public Task<Outcome<Completion>> Execute(Actor actor, ListPeople.Filter filter, string? sort, HttpContext http) =>
        desk.Read<Completion>(
            actor,
            Needed,
            async (db, _) =>
            {
                var format = http.Request.Query["format"].ToString();
                if (format is not ("csv" or "json"))
                    return Problem.Invalid("format", "Write csv or json.");
                var people = ListPeople.Sorted(ListPeople.Found(db, actor, filter), sort).ThenBy(person => person.Email);
                await Export.Write(http, $"people-{actor.Tenant.Slug}", format, people.AsAsyncEnumerable(), Columns);
                return Completion.Done;
            }
        );

    private static string? Time(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);

    private static string? Words(bool? isSo) =>
        isSo switch
        {
            true => "yes",
            false => "no",
            null => null,
        };
}
