using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>Writes the clients that used a dialect within 30 days as a file, over all tenants.</summary>
public sealed class ExportDialectClients(Desk desk)
{
    public static readonly Permission Needed = ListDialectClients.Needed;

    private static readonly IReadOnlyList<(string Title, Func<DialectClient, string?> Value)> Columns =
    [
        ("Tenant", client => client.Tenant),
        ("Environment", client => client.Environment),
        ("Client", client => client.Client),
        ("Name", client => client.Name),
        ("Last 24 hours", client => client.LastDay.ToString(CultureInfo.InvariantCulture)),
        ("Last 30 days", client => client.LastMonth.ToString(CultureInfo.InvariantCulture)),
        ("Last call", client => client.LastCallAt.ToString("O", CultureInfo.InvariantCulture)),
    ];

    /// <param name="actor">For whom.</param>
    /// <param name="filter">Which dialect, in which order.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="http">Where to. When the outcome is a problem, nothing was written.</param>
    public Task<Outcome<Completion>> Execute(Actor actor, ListDialectClients.Filter filter, string? format, HttpContext http) =>
        desk.Survey<Completion>(
            actor,
            Needed,
            async (db, now) =>
            {
                if (format is not ("csv" or "json"))
                    return Problem.Invalid("format", "Write csv or json.");
                // The names first: while rows are read, the same connection answers nothing else.
                var uses = DialectScope.All(db);
                var rows = await ListDialectClients.Sorted(uses.Of(filter.Dialect, now), filter.Sort).ToListAsync();
                await Export.Write(http, $"dialect-{filter.Dialect}", format, Counted(), Columns);
                return Completion.Done;

                async IAsyncEnumerable<DialectClient> Counted()
                {
                    foreach (var row in rows)
                        yield return await uses.Count(row, filter.Dialect, now);
                }
            }
        );
}
