using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>Reads a tenant's log, newest first: refusals with the exact reason, sign-ins, and issued tokens.</summary>
public sealed class ReadLog(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = new(Right.See, "hub.log.read");

    private static readonly IReadOnlyList<(string Title, Func<LogEntry, string?> Value)> Columns =
    [
        ("Time", entry => entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("Outcome", entry => entry.Outcome),
        ("Environment", entry => entry.Environment),
        ("Operation", entry => entry.Operation),
        ("Credential", entry => entry.Credential),
        ("Person", entry => entry.Person),
        ("Address", entry => entry.Address),
        ("Dialect", entry => entry.Dialect),
        ("API", entry => entry.Api),
        ("Path", entry => entry.Path),
        ("Kind", entry => entry.Kind),
        ("Error", entry => entry.Error),
        ("Sentence", entry => entry.Sentence),
        ("What to do", entry => entry.Advice),
        ("Correlation ID", entry => entry.CorrelationId),
        ("Count", entry => entry.Count.ToString(CultureInfo.InvariantCulture)),
        ("Proved", entry => entry.IsProved is { } isProved ? (isProved ? "yes" : "no") : null),
    ];

    public Task<Result<Batch<LogEntry>, Problem>> Execute(Caller caller, LogFilter filter, string? cursor = null, int? size = null) =>
        operations.Read<Batch<LogEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (filter.Find(db, out var rows) is { } problem)
                    return problem;
                LogCursor? after = null;
                if (!string.IsNullOrEmpty(cursor) && (after = LogCursor.Read(Cursor.Read(cursor))) is null)
                    return Cursor.Unknown;
                var most = Batch<LogEntry>.Size(size);
                return Batch<LogEntry>.Of(await rows.Read(after, most + 1), most, entry => entry.Place.ToString());
            }
        );

    /// <summary>Exports it as a file.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="http">The response. If the outcome is a problem, nothing was written.</param>
    public Task<Result<NoOutput, Problem>> Export(Caller caller, LogFilter filter, string? format, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<LogEntry>($"log-{caller.Tenant.Slug}", format, Columns),
            last =>
                operations.Read<List<LogEntry>>(
                    caller,
                    Needed,
                    async (db, _) =>
                        filter.Find(db, out var rows) is { } problem ? problem : await rows.Read(last?.Place, ExportWriter.PageSize)
                )
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapGet(
                "/log",
                async (HttpContext http, [AsParameters] LogFilter filter, string? cursor, int? size, ReadLog read) =>
                    (await read.Execute(http.Caller(), filter, cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<LogEntry>>()
            .WithName("ReadLog")
            .WithSummary(
                "Lists a tenant's log, newest first: what was refused and the exact reason, what was noted, who signed in, and which tokens were issued."
            );
        tenant
            .MapGet(
                "/log/export",
                async (HttpContext http, [AsParameters] LogFilter filter, string? format, ReadLog read) =>
                    (await read.Export(http.Caller(), filter, format, http)).Ok(out _, out var problem) ? Results.Empty : problem.Answer()
            )
            .RequirePermission(Needed)
            .WithMetadata(ExportRoute.Marker)
            .Produces<IReadOnlyList<LogEntry>>()
            .WithName("ExportLog")
            .WithSummary("Exports the log as csv or json.");
    }
}
