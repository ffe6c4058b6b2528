using System.ComponentModel;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>Lists the clients that used a dialect in the last 30 days, across all tenants or for one.</summary>
public sealed class ListDialectClients(AdminOperations operations, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    /// <param name="Dialect">Its name.</param>
    /// <param name="Sort"><c>last</c>, <c>tenant</c> or <c>client</c>, with a leading minus in reverse; latest call first by default.</param>
    public sealed record Filter(string Dialect, string? Sort = null);

    public Task<Result<ListPage<DialectClient>, Problem>> Execute(Caller caller, Filter filter, int page) =>
        operations.ReadAcrossTenants<ListPage<DialectClient>>(
            caller,
            Needed,
            (db, now) => Slice(DialectUsageScope.All(db), filter, page, now)
        );

    /// <summary>Only the tenant's clients.</summary>
    public Task<Result<ListPage<DialectClient>, Problem>> ExecuteWithin(Caller caller, Filter filter, int page) =>
        operations.Read<ListPage<DialectClient>>(
            caller,
            Needed,
            (db, now) => Slice(DialectUsageScope.Of(db, caller.Tenant.Id), filter, page, now)
        );

    public static void MapVendor(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet(
                "/dialects/{dialect}/clients",
                async (HttpContext http, string dialect, [Description("The page number, from 1.")] int? page, ListDialectClients list) =>
                    (await list.Execute(http.Caller(), new(dialect), page ?? 1)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<ListPage<DialectClient>>()
            .WithName("ListDialectClients")
            .WithSummary("Lists the clients that used a dialect in the last 30 days.");

    private async Task<Result<ListPage<DialectClient>, Problem>> Slice(DialectUsageQuery uses, Filter filter, int page, DateTimeOffset now)
    {
        if (dialects.All(dialect => dialect.Name != filter.Dialect))
            return Problem.NotFound;
        var slice = await Sorted(uses.Of(filter.Dialect, now), filter.Sort).Slice(page);
        var counted = new List<DialectClient>();
        foreach (var row in slice.Rows)
            counted.Add(await uses.Count(row, filter.Dialect, now));
        return new ListPage<DialectClient>(counted, slice.Number, slice.Total);
    }

    internal static IQueryable<DialectUsageQuery.Row> Sorted(IQueryable<DialectUsageQuery.Row> rows, string? sort) =>
        (
            sort switch
            {
                "last" => rows.OrderBy(row => row.LastCallAt),
                "tenant" => rows.OrderBy(row => row.Slug),
                "-tenant" => rows.OrderByDescending(row => row.Slug),
                "client" => rows.OrderBy(row => row.Name),
                "-client" => rows.OrderByDescending(row => row.Name),
                _ => rows.OrderByDescending(row => row.LastCallAt),
            }
        )
            .ThenBy(row => row.ClientId)
            .ThenBy(row => row.Environment);
}
