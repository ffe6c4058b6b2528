using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>Lists the clients that used a dialect within 30 days, over all tenants or of one.</summary>
public sealed class ListDialectClients(Desk desk, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    /// <param name="Dialect">Its name.</param>
    /// <param name="Sort"><c>last</c> (the latest first, as without any), <c>-last</c>, <c>day</c>, <c>month</c>, <c>tenant</c> or <c>client</c>.</param>
    public sealed record Filter(string Dialect, string? Sort = null);

    public Task<Outcome<Slice<DialectClient>>> Execute(Actor actor, Filter filter, int page) =>
        desk.Survey<Slice<DialectClient>>(actor, Needed, (db, now) => Slice(All(db, filter, now), filter, page));

    /// <summary>Those of the tenant alone.</summary>
    public Task<Outcome<Slice<DialectClient>>> ExecuteWithin(Actor actor, Filter filter, int page) =>
        desk.Read<Slice<DialectClient>>(actor, Needed, (db, now) => Slice(Own(db, filter, now), filter, page));

    public static void MapVendor(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet(
                "/dialects/{dialect}/clients",
                async (HttpContext http, string dialect, int? page, ListDialectClients list) =>
                    (await list.Execute(http.Actor(), new(dialect), page ?? 1)).Answer()
            )
            .Needs(Needed)
            .Produces<Slice<DialectClient>>()
            .WithName("ListDialectClients")
            .WithSummary("Lists the clients that used a dialect within 30 days.");

    private async Task<Outcome<Slice<DialectClient>>> Slice(IQueryable<DialectUses.Named> rows, Filter filter, int page)
    {
        if (dialects.All(dialect => dialect.Name != filter.Dialect))
            return Problem.NotFound;
        var slice = await Sorted(rows, filter.Sort).Slice(page);
        return new Slice<DialectClient>([.. slice.Rows.Select(row => row.Entry())], slice.Number, slice.Total);
    }

    internal static IQueryable<DialectUses.Named> All(Db db, Filter filter, DateTimeOffset now) =>
        DialectUses.WithNames(
            DialectUses.Of(db.Usages.IgnoreQueryFilters([Db.OwnerFilter]), filter.Dialect, now),
            db.Tenants,
            db.Clients.IgnoreQueryFilters([Db.OwnerFilter])
        );

    private static IQueryable<DialectUses.Named> Own(Db db, Filter filter, DateTimeOffset now) =>
        DialectUses.WithNames(DialectUses.Of(db.Usages, filter.Dialect, now), db.Tenants, db.Clients);

    internal static IQueryable<DialectUses.Named> Sorted(IQueryable<DialectUses.Named> rows, string? sort) =>
        (
            sort switch
            {
                "-last" => rows.OrderBy(row => row.Row.LastCallAt),
                "day" => rows.OrderByDescending(row => row.Row.LastDay),
                "-day" => rows.OrderBy(row => row.Row.LastDay),
                "month" => rows.OrderByDescending(row => row.Row.LastMonth),
                "-month" => rows.OrderBy(row => row.Row.LastMonth),
                "tenant" => rows.OrderBy(row => row.Slug),
                "-tenant" => rows.OrderByDescending(row => row.Slug),
                "client" => rows.OrderBy(row => row.Row.ClientId),
                "-client" => rows.OrderByDescending(row => row.Row.ClientId),
                _ => rows.OrderByDescending(row => row.Row.LastCallAt),
            }
        )
            .ThenBy(row => row.Row.ClientId)
            .ThenBy(row => row.Row.Environment);
}
