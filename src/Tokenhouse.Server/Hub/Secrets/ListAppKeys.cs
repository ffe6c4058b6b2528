using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Lists a tenant's app IDs in both environments, with their keys masked: by page for people, by cursor for programs.</summary>
public sealed class ListAppKeys(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>One page, by environment and name.</summary>
    public Task<Result<ListPage<AppKeyEntry>, Problem>> Execute(Caller caller, int page) =>
        operations.Read<ListPage<AppKeyEntry>>(
            caller,
            Needed,
            async (db, now) =>
            {
                var slice = await Clients(db).OrderBy(row => row.Environment).ThenBy(row => row.Name).ThenBy(row => row.Id).Slice(page);
                return new ListPage<AppKeyEntry>([.. slice.Rows.Select(row => AppKeyEntry.Of(row, now))], slice.Number, slice.Total);
            }
        );

    /// <summary>The entries after a cursor, by app ID.</summary>
    public Task<Result<Batch<AppKeyEntry>, Problem>> Execute(Caller caller, string? cursor, int? size) =>
        operations.Read<Batch<AppKeyEntry>>(
            caller,
            Needed,
            async (db, now) =>
            {
                var rows = Clients(db);
                if (!string.IsNullOrEmpty(cursor))
                {
                    if (Cursor.Read(cursor) is not { } last)
                        return Cursor.Unknown;
                    rows = rows.Where(row => row.Id.CompareTo(last) > 0);
                }
                var most = Batch<AppKeyEntry>.Size(size);
                var read = await rows.OrderBy(row => row.Id).Take(most + 1).ToListAsync();
                return Batch<AppKeyEntry>.Of(read.ConvertAll(row => AppKeyEntry.Of(row, now)), most, entry => entry.AppId);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/api-access",
                async (HttpContext http, string? cursor, int? size, ListAppKeys list) =>
                    (await list.Execute(http.Caller(), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<AppKeyEntry>>()
            .WithName("ListAppKeys")
            .WithSummary("Lists a tenant's app IDs in both environments, with their keys masked.");

    private static IQueryable<Client> Clients(Db db) => db.Clients.Where(row => row.Kind == ClientKind.AppKey).Include(row => row.Secrets);
}
