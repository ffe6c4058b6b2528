using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>Exports the clients that used a dialect in the last 30 days, across all tenants.</summary>
public sealed class ExportDialectClients(AdminOperations operations, ExportWriter exportWriter, IReadOnlyList<Dialect> dialects)
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
        ("Last call", client => client.LastCallAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
    ];

    /// <param name="caller">The caller.</param>
    /// <param name="filter">The dialect and the sort order.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="http">The response. If the outcome is a problem, nothing was written.</param>
    public Task<Result<NoOutput, Problem>> Execute(Caller caller, ListDialectClients.Filter filter, string? format, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<DialectClient>($"dialect-{filter.Dialect}", format, Columns),
            () =>
                operations.ReadAcrossTenants<List<DialectUsageQuery.Row>>(
                    caller,
                    Needed,
                    async (db, now) =>
                        dialects.Any(known => known.Name == filter.Dialect)
                            ? await ListDialectClients.Sorted(DialectUsageScope.All(db).Of(filter.Dialect, now), filter.Sort).ToListAsync()
                            : Problem.NotFound
                ),
            rows =>
                operations.ReadAcrossTenants<List<DialectClient>>(
                    caller,
                    Needed,
                    async (db, now) =>
                    {
                        var (uses, counted) = (DialectUsageScope.All(db), new List<DialectClient>());
                        foreach (var row in rows)
                            counted.Add(await uses.Count(row, filter.Dialect, now));
                        return counted;
                    }
                )
        );
}
