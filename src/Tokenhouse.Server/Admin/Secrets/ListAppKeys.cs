using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>Lists a tenant's app IDs in both environments, with their keys masked: by page for people, by cursor for programs.</summary>
public sealed class ListAppKeys(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>One page, by environment and name.</summary>
    public Task<Result<Slice<AppKeyEntry>, Problem>> Execute(Actor actor, int page) =>
        desk.Read<Slice<AppKeyEntry>>(
            actor,
            Needed,
            async (db, now) =>
            {
                var slice = await Clients(db).OrderBy(row => row.Environment).ThenBy(row => row.Name).ThenBy(row => row.Id).Slice(page);
                return new Slice<AppKeyEntry>([.. slice.Rows.Select(row => AppKeyEntry.Of(row, now))], slice.Number, slice.Total);
            }
        );

    /// <summary>The entries after a cursor, by app ID.</summary>
    public Task<Result<Batch<AppKeyEntry>, Problem>> Execute(Actor actor, string? cursor, int? size) =>
        desk.Read<Batch<AppKeyEntry>>(
            actor,
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
                    (await list.Execute(http.Actor(), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<AppKeyEntry>>()
            .WithName("ListAppKeys")
            .WithSummary("Lists a tenant's app IDs in both environments, with their keys masked.");

    private static IQueryable<Client> Clients(Db db) => db.Clients.Where(row => row.Kind == ClientKind.AppKey).Include(row => row.Secrets);
}
