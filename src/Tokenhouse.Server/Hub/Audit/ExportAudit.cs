using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>Exports the audit, newest first, with the hashes that link its entries.</summary>
public sealed class ExportAudit(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = ListAudit.Needed;

    private static readonly IReadOnlyList<(string Title, Func<AuditItem, string?> Value)> Columns =
    [
        ("Entry", item => item.Sequence.ToString(CultureInfo.InvariantCulture)),
        ("Time", item => item.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("Who", item => item.Actor),
        ("Act", item => item.Act),
        ("What", item => item.Target),
        ("Environment", item => item.Environment),
        ("Sentence", item => item.Sentence),
        ("Address", item => item.Address),
        ("Correlation ID", item => item.CorrelationId),
        ("Before", item => item.Before?.GetRawText()),
        ("After", item => item.After?.GetRawText()),
        ("Previous hash", item => item.PreviousHash),
        ("Hash", item => item.Hash),
    ];

    /// <param name="caller">The caller.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="http">The response. If the outcome is a problem, nothing was written.</param>
    public Task<Result<NoOutput, Problem>> Execute(Caller caller, AuditFilter filter, string? format, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<AuditItem>($"audit-{caller.Tenant.Slug}", format, Columns),
            last =>
                operations.Read<List<AuditItem>>(
                    caller,
                    Needed,
                    async (db, _) =>
                    {
                        if (ListAudit.Newest(db, filter, out var entries) is { } problem)
                            return problem;
                        if (last is not null)
                            entries = entries.Where(entry => entry.Sequence < last.Sequence);
                        return (await entries.Take(ExportWriter.PageSize).ToListAsync()).ConvertAll(AuditItem.Of);
                    }
                )
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/audit/export",
                async (HttpContext http, [AsParameters] AuditFilter filter, string? format, ExportAudit export) =>
                    (await export.Execute(http.Caller(), filter, format, http)).Ok(out _, out var problem)
                        ? Results.Empty
                        : problem.Answer()
            )
            .RequirePermission(Needed)
            .WithMetadata(ExportRoute.Marker)
            .Produces<IReadOnlyList<AuditItem>>()
            .WithName("ExportAudit")
            .WithSummary("Exports the audit as csv or json.");
}
