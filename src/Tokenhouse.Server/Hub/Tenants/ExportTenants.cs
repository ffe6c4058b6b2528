using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Writes the list of tenants as a file.</summary>
public sealed class ExportTenants(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = ListTenants.Needed;

    private static readonly IReadOnlyList<(string Title, Func<TenantEntry, string?> Value)> Columns =
    [
        ("Number", tenant => tenant.Id.ToString(CultureInfo.InvariantCulture)),
        ("Slug", tenant => tenant.Slug),
        ("Name", tenant => tenant.Name),
        ("Created", tenant => tenant.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("Disabled", tenant => tenant.DisabledAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
    ];

    /// <param name="caller">The caller.</param>
    /// <param name="filter">The filter and sort order.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="http">The response. If the outcome is a problem, nothing was written.</param>
    public Task<Result<NoOutput, Problem>> Execute(Caller caller, TenantFilter filter, string? format, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<TenantEntry>("tenants", format, Columns),
            () =>
                operations.ReadAcrossTenants<List<long>>(
                    caller,
                    Needed,
                    async (db, _) => await filter.Sorted(db).Select(row => row.Id).ToListAsync()
                ),
            ids =>
                operations.ReadAcrossTenants<List<TenantEntry>>(
                    caller,
                    Needed,
                    async (db, _) =>
                        (await db.Tenants.Where(row => ids.Contains(row.Id)).Select(TenantEntry.Of).ToListAsync()).Along(ids, row => row.Id)
                )
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet(
                "/tenants/export",
                async (HttpContext http, [AsParameters] TenantFilter filter, string? format, ExportTenants export) =>
                    (filter.Fault is { } fault ? fault : await export.Execute(http.Caller(), filter, format, http)).Ok(
                        out _,
                        out var problem
                    )
                        ? Results.Empty
                        : problem.Answer()
            )
            .RequirePermission(Needed)
            .WithMetadata(ExportRoute.Marker)
            .Produces<IReadOnlyList<TenantEntry>>()
            .WithName("ExportTenants")
            .WithSummary("Exports the list of tenants as csv or json.");
}
