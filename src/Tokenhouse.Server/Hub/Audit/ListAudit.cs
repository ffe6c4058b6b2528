using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>Lists the tenant's changes, newest first.</summary>
public sealed class ListAudit(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.audit.read");

    public Task<Result<Batch<AuditItem>, Problem>> Execute(Caller caller, AuditFilter filter, string? cursor = null, int? size = null) =>
        operations.Read<Batch<AuditItem>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (Newest(db, filter, out var entries) is { } problem)
                    return problem;
                if (!string.IsNullOrEmpty(cursor))
                {
                    if (WholeNumber.ReadLong(Cursor.Read(cursor)) is not { } last)
                        return Cursor.Unknown;
                    entries = entries.Where(entry => entry.Sequence < last);
                }
                var most = Batch<AuditItem>.Size(size);
                var read = await entries.Take(most + 1).ToListAsync();
                return Batch<AuditItem>.Of(
                    [.. read.Select(AuditItem.Of)],
                    most,
                    item => item.Sequence.ToString(CultureInfo.InvariantCulture)
                );
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/audit",
                async (HttpContext http, [AsParameters] AuditFilter filter, string? cursor, int? size, ListAudit list) =>
                    (await list.Execute(http.Caller(), filter, cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<AuditItem>>()
            .WithName("ListAudit")
            .WithSummary("Lists the tenant's changes, newest first.");

    /// <summary>The query shared by the page, the API and the export.</summary>
    internal static Problem? Newest(Db db, AuditFilter filter, out IQueryable<AuditEntry> entries)
    {
        entries = db.Audit.OrderByDescending(entry => entry.Sequence);
        return filter.Narrow(ref entries);
    }
}
