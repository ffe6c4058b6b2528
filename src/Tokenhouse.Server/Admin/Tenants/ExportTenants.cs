using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>Writes the list of tenants as a file.</summary>
public sealed class ExportTenants(Desk desk)
{
    public static readonly Permission Needed = ListTenants.Needed;

    private static readonly IReadOnlyList<(string Title, Func<TenantEntry, string?> Value)> Columns =
    [
        ("Number", tenant => tenant.Id.ToString(CultureInfo.InvariantCulture)),
        ("Slug", tenant => tenant.Slug),
        ("Name", tenant => tenant.Name),
        ("Created", tenant => tenant.CreatedAt.ToString("O", CultureInfo.InvariantCulture)),
        ("Disabled", tenant => tenant.DisabledAt?.ToString("O", CultureInfo.InvariantCulture)),
    ];

    /// <param name="actor">For whom.</param>
    /// <param name="filter">Which tenants, in which order.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="http">Where to. When the outcome is a problem, nothing was written.</param>
    public Task<Outcome<Completion>> Execute(Actor actor, TenantFilter filter, string? format, HttpContext http) =>
        desk.Survey<Completion>(
            actor,
            Needed,
            async (db, _) =>
            {
                if (format is not ("csv" or "json"))
                    return Problem.Invalid("format", "Write csv or json.");
                await Export.Write(http, "tenants", format, filter.Sorted(db).Select(TenantEntry.Of).AsAsyncEnumerable(), Columns);
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet(
                "/tenants/export",
                async (HttpContext http, string? search, string? state, string? sort, string? format, ExportTenants export) =>
                    (await export.Execute(http.Actor(), new(search, state, sort), format, http)).Ok(out _, out var problem)
                        ? Results.Empty
                        : problem.Answer()
            )
            .Needs(Needed)
            .Produces<IReadOnlyList<TenantEntry>>()
            .WithName("ExportTenants")
            .WithSummary("The list of tenants as a file: csv or json.");
}
