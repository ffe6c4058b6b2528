using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>The networks on an allowlist.</summary>
public sealed class ListNetworks(AdminOperations operations, ExportWriter exportWriter)
{
    public static readonly Permission Needed = new(Right.See, "hub.allowlists.read");

    /// <summary>One page of the entries whose network or label contains a text, sorted by time added, network, label or last match.</summary>
    public Task<Result<ListPage<NetworkEntry>, Problem>> Page(Caller caller, AllowlistKey key, string? text, string? sort, int number) =>
        operations.Read<ListPage<NetworkEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (await key.Find(db) is not { } list)
                    return Problem.NotFound;
                var slice = await Sorted(Rows(db, list, text), sort).Slice(number);
                return new ListPage<NetworkEntry>([.. slice.Rows.Select(NetworkEntry.Of)], slice.Number, slice.Total);
            }
        );

    /// <summary>The entries after a cursor, in the order added.</summary>
    public Task<Result<Batch<NetworkEntry>, Problem>> Execute(Caller caller, AllowlistKey key, string? cursor, int? size) =>
        operations.Read<Batch<NetworkEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (await key.Find(db) is not { } list)
                    return Problem.NotFound;
                var rows = list.Rows(db);
                if (cursor is not null)
                {
                    if (!Guid.TryParse(Cursor.Read(cursor), out var after))
                        return Problem.Invalid("cursor", "Send the cursor exactly as the previous response returned it.");
                    rows = rows.Where(row => row.Id > after);
                }
                var most = Batch<NetworkEntry>.Size(size);
                var read = await rows.OrderBy(row => row.Id).Take(most + 1).ToListAsync();
                return Batch<NetworkEntry>.Of([.. read.Select(NetworkEntry.Of)], most, entry => entry.Id.ToString());
            }
        );

    /// <summary>One of them.</summary>
    public Task<Result<NetworkEntry, Problem>> Find(Caller caller, AllowlistKey key, Guid entry) =>
        operations.Read<NetworkEntry>(
            caller,
            Needed,
            async (db, _) =>
                await key.Find(db) is { } list && await list.Rows(db).SingleOrDefaultAsync(row => row.Id == entry) is { } row
                    ? NetworkEntry.Of(row)
                    : Problem.NotFound
        );

    /// <summary>All of them, as a file.</summary>
    public Task<Result<NoOutput, Problem>> Export(Caller caller, AllowlistKey key, ExportFile<NetworkEntry> file, HttpContext http) =>
        exportWriter.Write(
            http,
            caller,
            file,
            last =>
                operations.Read<List<NetworkEntry>>(
                    caller,
                    Needed,
                    async (db, _) =>
                    {
                        if (await key.Find(db) is not { } list)
                            return Problem.NotFound;
                        var rows = last is null ? list.Rows(db) : list.Rows(db).Where(row => row.Id > last.Id);
                        return (await rows.OrderBy(row => row.Id).Take(ExportWriter.PageSize).ToListAsync()).ConvertAll(NetworkEntry.Of);
                    }
                )
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/allowlist",
                async (HttpContext http, string environment, string client, string? cursor, int? size, ListNetworks list) =>
                    (await list.Execute(http.Caller(), new(environment, client), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<NetworkEntry>>()
            .WithName("ListNetworks")
            .WithSummary("Lists the networks on a credential's allowlist.");
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/allowlist/{entry:guid}",
                async (HttpContext http, string environment, string client, Guid entry, ListNetworks list) =>
                    (await list.Find(http.Caller(), new(environment, client), entry)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>()
            .WithName("ReadNetwork")
            .WithSummary("Returns an entry on a credential's allowlist.");
        tenant
            .MapGet(
                "/allowlist/{environment}",
                async (HttpContext http, string environment, string? cursor, int? size, ListNetworks list) =>
                    (await list.Execute(http.Caller(), new(environment), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<NetworkEntry>>()
            .WithName("ListTenantNetworks")
            .WithSummary("Lists the networks on the tenant's own allowlist.");
        tenant
            .MapGet(
                "/allowlist/{environment}/{entry:guid}",
                async (HttpContext http, string environment, Guid entry, ListNetworks list) =>
                    (await list.Find(http.Caller(), new(environment), entry)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>()
            .WithName("ReadTenantNetwork")
            .WithSummary("Returns an entry on the tenant's own allowlist.");
    }

    private static IQueryable<AllowedNetwork> Rows(Db db, AllowlistKey.Found list, string? text)
    {
        var part = text?.Trim().ToLowerInvariant() ?? "";
        return part.Length == 0
            ? list.Rows(db)
            : list.Rows(db).Where(row => row.Network.Contains(part) || DatabaseCasing.Lower(row.Label).Contains(part));
    }

    private static IQueryable<AllowedNetwork> Sorted(IQueryable<AllowedNetwork> rows, string? sort) =>
        sort switch
        {
            "network" => rows.OrderBy(row => row.Network),
            "-network" => rows.OrderByDescending(row => row.Network),
            "label" => rows.OrderBy(row => row.Label).ThenBy(row => row.Id),
            "-label" => rows.OrderByDescending(row => row.Label).ThenBy(row => row.Id),
            "matched" => rows.OrderBy(row => row.LastMatchedAt != null).ThenBy(row => row.LastMatchedAt).ThenBy(row => row.Id),
            "-matched" => rows.OrderByDescending(row => row.LastMatchedAt != null)
                .ThenByDescending(row => row.LastMatchedAt)
                .ThenBy(row => row.Id),
            _ => rows.OrderBy(row => row.Id),
        };
}
