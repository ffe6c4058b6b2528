using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>Lists the dialects, the phase of each retirement, and the remaining usage of those being retired.</summary>
public sealed class ListDialects(AdminOperations operations, IReadOnlyList<Dialect> dialects, IReadOnlyList<Retirement> retirements)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    /// <summary>The dialects.</summary>
    /// <param name="Dialects">The standard one first.</param>
    public sealed record Output(IReadOnlyList<DialectEntry> Dialects);

    /// <summary>Across all tenants, for the vendor's people and programs.</summary>
    public Task<Result<Output, Problem>> Execute(Caller caller) =>
        operations.ReadAcrossTenants<Output>(caller, Needed, (db, now) => List(dialects, DialectUsageScope.All(db), now));

    /// <summary>One tenant's dialects, and its own usage.</summary>
    public Task<Result<Output, Problem>> ExecuteWithin(Caller caller) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                var chosen = await db.Tenants.Where(row => row.Id == caller.Tenant.Id).Select(row => row.Dialects).SingleAsync();
                return await List(
                    dialects.Where(dialect => chosen.Contains(dialect.Name)),
                    DialectUsageScope.Of(db, caller.Tenant.Id),
                    now
                );
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/dialects", async (HttpContext http, ListDialects list) => (await list.ExecuteWithin(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListDialectsOfTenant")
            .WithSummary("Lists the tenant's dialects, and the remaining usage of those being retired.");

    public static void MapVendor(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet("/dialects", async (HttpContext http, ListDialects list) => (await list.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListDialects")
            .WithSummary("Lists the dialects, and the remaining usage of those being retired.");

    private async Task<Result<Output, Problem>> List(IEnumerable<Dialect> chosen, DialectUsageQuery uses, DateTimeOffset now)
    {
        var entries = new List<DialectEntry>();
        foreach (var dialect in chosen)
        {
            var retirement = retirements.FirstOrDefault(plan => plan.Dialect == dialect.Name);
            entries.Add(
                new(
                    dialect.Name,
                    retirement,
                    retirement?.Phase(now),
                    retirement?.Next(now),
                    retirement is null ? null : await Use(uses, dialect.Name, now)
                )
            );
        }
        return new Output(entries);
    }

    private static async Task<DialectUse> Use(DialectUsageQuery uses, string dialect, DateTimeOffset now)
    {
        var calls = uses.Of(dialect, now).Select(row => (DateTimeOffset?)row.LastCallAt);
        return new(await calls.CountAsync(), await calls.MaxAsync());
    }
}
