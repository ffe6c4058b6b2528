using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Lists a tenant's credentials of both environments.</summary>
public sealed class ListCredentials(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>One page.</summary>
    public Task<Result<ListPage<CredentialRow>, Problem>> Page(Caller caller, CredentialFilter filter, string? sort, int number) =>
        operations.Read<ListPage<CredentialRow>>(
            caller,
            Needed,
            async (db, now) =>
            {
                var keys = await filter.Sorted(db, now, sort).Select(row => new Key(row.Environment, row.Id)).Slice(number);
                return new ListPage<CredentialRow>(await Rows(db, keys.Rows, now), keys.Number, keys.Total);
            }
        );

    /// <summary>The credentials after a cursor, by environment and ID.</summary>
    public Task<Result<Batch<CredentialRow>, Problem>> Execute(Caller caller, CredentialFilter filter, string? cursor, int? size) =>
        operations.Read<Batch<CredentialRow>>(
            caller,
            Needed,
            async (db, now) =>
            {
                if (filter.Fault is { } fault)
                    return fault;
                var rows = filter.Of(db, now);
                if (cursor is not null)
                {
                    if (Cursor.Read(cursor)?.Split('/', 2) is not [var spelled, var id] || ClientKey.Read(spelled) is not { } environment)
                        return Problem.Invalid("cursor", "Send the cursor exactly as the previous response returned it.");
                    var uat = environment is TenantEnvironment.UAT;
                    rows = rows.Where(row =>
                        row.Environment == environment && row.Id.CompareTo(id) > 0 || !uat && row.Environment == TenantEnvironment.UAT
                    );
                }
                var most = Batch<CredentialRow>.Size(size);
                var sorted = rows.OrderBy(row => row.Environment).ThenBy(row => row.Id).Select(row => new Key(row.Environment, row.Id));
                var read = await Rows(db, await sorted.Take(most + 1).ToListAsync(), now);
                return Batch<CredentialRow>.Of(read, most, row => $"{row.Key.Environment}/{row.Id}");
            }
        );

    /// <summary>All of them as a file.</summary>
    public Task<Result<NoOutput, Problem>> Export(
        Caller caller,
        CredentialFilter filter,
        string? sort,
        ExportFile<CredentialRow> file,
        HttpContext http
    ) =>
        exportWriter.Write(
            http,
            caller,
            file,
            () =>
                operations.Read<List<Key>>(
                    caller,
                    Needed,
                    async (db, now) => await filter.Sorted(db, now, sort).Select(row => new Key(row.Environment, row.Id)).ToListAsync()
                ),
            keys => operations.Read<List<CredentialRow>>(caller, Needed, async (db, now) => await Rows(db, keys, now))
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials",
                async (HttpContext http, [AsParameters] CredentialFilter filter, string? cursor, int? size, ListCredentials list) =>
                    (await list.Execute(http.Caller(), filter, cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<CredentialRow>>()
            .WithName("ListCredentials")
            .WithSummary("Lists a tenant's credentials in both environments.");

    /// <summary>The rows of some credentials in the same order. The expensive values are read only for the shown rows, not for all sorted ones.</summary>
    private static async Task<List<CredentialRow>> Rows(Db db, IReadOnlyList<Key> keys, DateTimeOffset now)
    {
        var ids = keys.Select(key => key.Id).ToList();
        var rows = await db.Clients.AsNoTracking().Where(client => ids.Contains(client.Id)).Select(CredentialRow.Of(now)).ToListAsync();
        return rows.Along(keys, row => new(row.Environment, row.Id));
    }

    private sealed record Key(TenantEnvironment Environment, string Id);
}
