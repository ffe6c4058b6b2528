using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Lists the tenant's requests: by page for people, by cursor for programs, or all as a file.</summary>
public sealed class ListRequests(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    public static readonly IReadOnlyList<string> Sorts = ["begun", "-begun", "name", "-name"];

    /// <param name="State">Only requests in this state; on pages, any other text means all.</param>
    /// <param name="Environment">Only those for <c>LIVE</c> or <c>UAT</c>.</param>
    /// <param name="Sort">One of <see cref="Sorts"/>; any other text means newest first.</param>
    public sealed record Filter(string? State = null, string? Environment = null, string? Sort = null)
    {
        /// <summary>The problem if the state or the environment isn't understood.</summary>
        internal Problem? Fault => new FilterFaults().OneOf("state", State, RequestStateNames.All).Environment(Environment).Problem;
    }

    public Task<Result<ListPage<RequestEntry>, Problem>> Execute(Caller caller, Filter filter, int page) =>
        operations.Read<ListPage<RequestEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                var slice = await Sorted(Filtered(db, filter), filter.Sort).Slice(page);
                return new ListPage<RequestEntry>([.. slice.Rows.Select(RequestEntry.Of)], slice.Number, slice.Total);
            }
        );

    public Task<Result<Batch<RequestEntry>, Problem>> Execute(Caller caller, Filter filter, string? cursor, int? size) =>
        operations.Read<Batch<RequestEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (filter.Fault is { } fault)
                    return fault;
                var rows = Filtered(db, filter);
                if (!string.IsNullOrEmpty(cursor))
                {
                    if (!Guid.TryParse(Cursor.Read(cursor), out var last))
                        return Cursor.Unknown;
                    rows = rows.Where(row => row.Id.CompareTo(last) < 0);
                }
                var read = await rows.OrderByDescending(row => row.Id).Take(Batch<RequestEntry>.Size(size) + 1).ToListAsync();
                return Batch<RequestEntry>.Of(
                    read.ConvertAll(RequestEntry.Of),
                    Batch<RequestEntry>.Size(size),
                    entry => entry.Id.ToString()
                );
            }
        );

    /// <summary>All of them as a file.</summary>
    public Task<Result<NoOutput, Problem>> Export(Caller caller, Filter filter, string? format, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            new ExportFile<RequestEntry>($"{caller.Tenant.Slug}-requests", format, RequestColumns.All),
            () =>
                operations.Read<List<Guid>>(
                    caller,
                    Needed,
                    async (db, _) => await Sorted(Filtered(db, filter), filter.Sort).Select(row => row.Id).ToListAsync()
                ),
            ids =>
                operations.Read<List<RequestEntry>>(
                    caller,
                    Needed,
                    async (db, _) =>
                        (await db.Requests.Where(row => ids.Contains(row.Id)).ToListAsync())
                            .ConvertAll(RequestEntry.Of)
                            .Along(ids, row => row.Id)
                )
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/requests",
                async (
                    HttpContext http,
                    [Description("`draft`, `submitted`, `returned`, `approved` or `declined`.")] string? state,
                    string? environment,
                    string? cursor,
                    int? size,
                    ListRequests list
                ) => (await list.Execute(http.Caller(), new(state, environment), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<RequestEntry>>()
            .WithName("ListRequests")
            .WithSummary("Lists the requests for credentials, newest first.");

    private static IQueryable<CredentialRequest> Filtered(Db db, Filter filter)
    {
        var rows = db.Requests.AsQueryable();
        if (RequestStateNames.Read(filter.State) is { } state)
            rows = rows.Where(row => row.State == state);
        if (ClientKey.Read(filter.Environment) is { } environment)
            rows = rows.Where(row => row.Environment == environment);
        return rows;
    }

    // IDs grow with time.
    private static IQueryable<CredentialRequest> Sorted(IQueryable<CredentialRequest> rows, string? sort) =>
        sort switch
        {
            "begun" => rows.OrderBy(row => row.Id),
            "name" => rows.OrderBy(row => row.Name).ThenBy(row => row.Id),
            "-name" => rows.OrderByDescending(row => row.Name).ThenBy(row => row.Id),
            _ => rows.OrderByDescending(row => row.Id),
        };
}
