using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Admin.People;

/// <summary>Writes the list of members as a file.</summary>
public sealed class ExportPeople(Desk desk, Exports exports)
{
    public static readonly Permission Needed = ListPeople.Needed;

    private static readonly IReadOnlyList<(string Title, Func<PersonEntry, string?> Value)> Columns =
    [
        ("Name", person => person.Name),
        ("Email address", person => person.Email),
        ("Role", person => person.Role.ToString()),
        ("Member since", person => Time(person.MemberSince)),
        ("Last seen", person => Time(person.LastSeenAt)),
        ("Two-factor", person => Words(person.HasTwoFactor)),
        ("Passkey", person => Words(person.HasPasskey)),
        ("Disabled", person => Words(person.IsDisabled)),
    ];

    /// <param name="actor">The caller.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="sort">The sort order.</param>
    /// <param name="http">The response; the query's <c>format</c> is <c>csv</c> or <c>json</c>. If the outcome is a problem, nothing was written.</param>
    public Task<Result<Completion, Problem>> Execute(Actor actor, ListPeople.Filter filter, string? sort, HttpContext http) =>
        exports.Write(
            http,
            actor,
            new ExportFile<PersonEntry>($"people-{actor.Tenant.Slug}", http.Request.Query["format"], Columns),
            () =>
                desk.Read<List<Guid>>(
                    actor,
                    Needed,
                    async (db, _) =>
                    {
                        var people = ListPeople.Sorted(ListPeople.Found(db, actor, filter), sort).ThenBy(person => person.Email);
                        return await people.Select(person => person.Id).ToListAsync();
                    }
                ),
            ids =>
                desk.Read<List<PersonEntry>>(
                    actor,
                    Needed,
                    async (db, _) =>
                    {
                        var people = PersonEntry.All(db, actor).Where(person => ids.Contains(person.Id));
                        return (await people.ToListAsync()).Along(ids, person => person.Id);
                    }
                )
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
