using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Lists the pending requests of all tenants of the datacentre, oldest first.</summary>
public sealed class ListQueue(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.read");

    private static readonly IReadOnlyList<(string Title, Func<QueueEntry, string?> Value)> Columns =
    [
        ("tenant", row => row.Tenant),
        ("beyond the contract", row => string.Join(' ', row.Beyond)),
        .. RequestColumns.Of<QueueEntry>(row => row.Request),
    ];

    /// <param name="Environment">Only those for <c>LIVE</c> or <c>UAT</c>.</param>
    /// <param name="Tenant">Only those of the tenant with that slug.</param>
    public sealed record Filter(string? Environment = null, string? Tenant = null)
    {
        /// <summary>The problem if the environment isn't understood.</summary>
        internal Problem? Fault => new FilterFaults().Environment(Environment).Problem;
    }

    public Task<Result<ListPage<QueueEntry>, Problem>> Execute(Caller caller, Filter filter, int page) =>
        Read<ListPage<QueueEntry>>(
            caller,
            async (db, now) =>
            {
                var slice = await Sorted(Filtered(db, filter)).Slice(page);
                return new ListPage<QueueEntry>([.. slice.Rows.Select(row => row.Entry(now))], slice.Number, slice.Total);
            }
        );

    public Task<Result<Batch<QueueEntry>, Problem>> Execute(Caller caller, Filter filter, string? cursor, int? size) =>
        Read<Batch<QueueEntry>>(
            caller,
            async (db, now) =>
            {
                if (filter.Fault is { } fault)
                    return fault;
                var rows = Filtered(db, filter);
                if (!string.IsNullOrEmpty(cursor))
                {
                    if (Last(cursor) is not var (at, id))
                        return Cursor.Unknown;
                    rows = After(rows, at, id);
                }
                var read = await Sorted(rows).Take(Batch<QueueEntry>.Size(size) + 1).ToListAsync();
                return Batch<QueueEntry>.Of(read.ConvertAll(row => row.Entry(now)), Batch<QueueEntry>.Size(size), Key);
            }
        );

    /// <summary>All of it as a file.</summary>
    public Task<Result<NoOutput, Problem>> Export(Caller caller, Filter filter, string? format, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<QueueEntry>("request-queue", format, Columns),
            last =>
                Read<List<QueueEntry>>(
                    caller,
                    async (db, now) =>
                    {
                        var rows = Filtered(db, filter);
                        if (last is not null)
                            rows = After(rows, last.Request.SubmittedAt!.Value, last.Request.Id);
                        return (await Sorted(rows).Take(ExportWriter.PageSize).ToListAsync()).ConvertAll(row => row.Entry(now));
                    }
                )
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/request-queue",
                async (
                    HttpContext http,
                    string? environment,
                    [Description("Only those of the tenant with this slug.")] string? of,
                    string? cursor,
                    int? size,
                    ListQueue list
                ) => (await list.Execute(http.Caller(), new(environment, of), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<QueueEntry>>()
            .WithName("ListRequestQueue")
            .WithSummary("Lists all tenants' pending requests. Only in the vendor's own tenant.");

    /// <summary>Only in the vendor's tenant: other tenants' rows are hidden elsewhere.</summary>
    private async Task<Result<T, Problem>> Read<T>(Caller caller, Func<Db, DateTimeOffset, Task<Result<T, Problem>>> read)
        where T : class => caller.Tenant.Id == Datacentre.Vendor ? await operations.Read(caller, Needed, read) : Problem.NotFound;

    private static IQueryable<Row> Filtered(Db db, Filter filter)
    {
        var rows =
            from request in db.Requests.IgnoreQueryFilters([Db.OwnerFilter])
            join tenant in db.Tenants on request.TenantId equals tenant.Id
            where request.State == RequestState.Submitted
            select new Row
            {
                Request = request,
                Tenant = tenant,
                Contracts = tenant.Contracts.Where(contract => contract.Environment == request.Environment).ToList(),
            };
        if (ClientKey.Read(filter.Environment) is { } environment)
            rows = rows.Where(row => row.Request.Environment == environment);
        if (filter.Tenant is { Length: > 0 } slug)
            rows = rows.Where(row => row.Tenant.Slug == slug);
        return rows;
    }

    private static IQueryable<Row> After(IQueryable<Row> rows, DateTimeOffset at, Guid id) =>
        rows.Where(row => row.Request.SubmittedAt > at || row.Request.SubmittedAt == at && row.Request.Id.CompareTo(id) > 0);

    private static IQueryable<Row> Sorted(IQueryable<Row> rows) =>
        rows.OrderBy(row => row.Request.SubmittedAt).ThenBy(row => row.Request.Id);

    private static string Key(QueueEntry entry) => $"{entry.Request.SubmittedAt!.Value.ToUnixTimeMilliseconds()} {entry.Request.Id}";

    private static (DateTimeOffset At, Guid Id)? Last(string? cursor) =>
        Cursor.Read(cursor)?.Split(' ') is [var at, var id]
        && WholeNumber.ReadLong(at) is { } milliseconds
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && Guid.TryParse(id, out var guid)
            ? (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), guid)
            : null;

    private sealed class Row
    {
        public required CredentialRequest Request { get; init; }

        public required Tenant Tenant { get; init; }

        public required List<Contract> Contracts { get; init; }

        public QueueEntry Entry(DateTimeOffset now)
        {
            var contracts = Contracts.Coverage(Request.Environment);
            var beyond = Request.Scopes.Where(scope => !contracts.Covers(scope, now)).ToList();
            return new(Tenant.Slug, Tenant.Name, RequestEntry.Of(Request), now - Request.SubmittedAt!.Value, beyond);
        }
    }
}
