using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>Lists a tenant's credentials of both environments.</summary>
public sealed class ListCredentials(Desk desk, Exports exports)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>One page.</summary>
    public Task<Result<Slice<CredentialRow>, Problem>> Page(Actor actor, CredentialFilter filter, string? sort, int number) =>
        desk.Read<Slice<CredentialRow>>(
            actor,
            Needed,
            async (db, now) =>
            {
                var keys = await filter.Sorted(db, now, sort).Select(row => new Key(row.Environment, row.Id)).Slice(number);
                return new Slice<CredentialRow>(await Rows(db, keys.Rows, now), keys.Number, keys.Total);
            }
        );

    /// <summary>The credentials after a cursor, by environment and ID.</summary>
    public Task<Result<Batch<CredentialRow>, Problem>> Execute(Actor actor, CredentialFilter filter, string? cursor, int? size) =>
        desk.Read<Batch<CredentialRow>>(
            actor,
            Needed,
            async (db, now) =>
            {
                var rows = filter.Of(db, now);
                if (cursor is not null)
                {
                    if (Cursor.Read(cursor)?.Split('/', 2) is not [var spelled, var id] || ClientKey.Read(spelled) is not { } environment)
                        return Problem.Invalid("cursor", "Send the cursor exactly as the previous response returned it.");
                    var uat = environment is Environment.UAT;
                    rows = rows.Where(row =>
                        row.Environment == environment && row.Id.CompareTo(id) > 0 || !uat && row.Environment == Environment.UAT
                    );
                }
                var most = Batch<CredentialRow>.Size(size);
                var sorted = rows.OrderBy(row => row.Environment).ThenBy(row => row.Id).Select(row => new Key(row.Environment, row.Id));
                var read = await Rows(db, await sorted.Take(most + 1).ToListAsync(), now);
                return Batch<CredentialRow>.Of(read, most, row => $"{row.Key.Environment}/{row.Id}");
            }
        );

    /// <summary>All of them as a file.</summary>
    public Task<Result<Completion, Problem>> Export(
        Actor actor,
        CredentialFilter filter,
        string? sort,
        ExportFile<CredentialRow> file,
        HttpContext http
    ) =>
        exports.Write(
            http,
            actor,
            file,
            () =>
                desk.Read<List<Key>>(
                    actor,
                    Needed,
                    async (db, now) => await filter.Sorted(db, now, sort).Select(row => new Key(row.Environment, row.Id)).ToListAsync()
                ),
            keys => desk.Read<List<CredentialRow>>(actor, Needed, async (db, now) => await Rows(db, keys, now))
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials",
                async (HttpContext http, [AsParameters] CredentialFilter filter, string? cursor, int? size, ListCredentials list) =>
                    (await list.Execute(http.Actor(), filter, cursor, size)).Answer()
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

    private sealed record Key(Environment Environment, string Id);
}
