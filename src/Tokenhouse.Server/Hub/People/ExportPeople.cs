using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Writes the list of members as a file.</summary>
public sealed class ExportPeople(AdminOperations operations, ExportWriter exportWriter)
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

    /// <param name="caller">The caller.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="sort">The sort order.</param>
    /// <param name="http">The response; the query's <c>format</c> is <c>csv</c> or <c>json</c>. If the outcome is a problem, nothing was written.</param>
    public Task<Result<NoOutput, Problem>> Execute(Caller caller, ListPeople.Filter filter, string? sort, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<PersonEntry>($"people-{caller.Tenant.Slug}", http.Request.Query["format"], Columns),
            () =>
                operations.Read<List<Guid>>(
                    caller,
                    Needed,
                    async (db, _) =>
                    {
                        var people = ListPeople.Sorted(ListPeople.Found(db, caller, filter), sort).ThenBy(person => person.Email);
                        return await people.Select(person => person.Id).ToListAsync();
                    }
                ),
            ids =>
                operations.Read<List<PersonEntry>>(
                    caller,
                    Needed,
                    async (db, _) =>
                    {
                        var people = PersonEntry.All(db, caller).Where(person => ids.Contains(person.Id));
                        return (await people.ToListAsync()).Along(ids, person => person.Id);
                    }
                )
        );

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string? Words(bool? isSo) =>
        isSo switch
        {
            true => "yes",
            false => "no",
            null => null,
        };
}
