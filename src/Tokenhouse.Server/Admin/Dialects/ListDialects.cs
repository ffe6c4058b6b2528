using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>Lists the dialects, the phase of each retirement, and the remaining usage of those being retired.</summary>
public sealed class ListDialects(Desk desk, IReadOnlyList<Dialect> dialects, IReadOnlyList<Retirement> retirements)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    /// <param name="Dialects">The standard one first.</param>
    public sealed record Output(IReadOnlyList<DialectEntry> Dialects);

    /// <summary>Across all tenants, for the vendor's people and programs.</summary>
    public Task<Result<Output, Problem>> Execute(Actor actor) =>
        desk.Survey<Output>(actor, Needed, (db, now) => List(dialects, DialectScope.All(db), now));

    /// <summary>One tenant's dialects, and its own usage.</summary>
    public Task<Result<Output, Problem>> ExecuteWithin(Actor actor) =>
        desk.Read<Output>(
            actor,
            Needed,
            async (db, now) =>
            {
                var chosen = await db.Tenants.Where(row => row.Id == actor.Tenant.Id).Select(row => row.Dialects).SingleAsync();
                return await List(dialects.Where(dialect => chosen.Contains(dialect.Name)), DialectScope.Of(db, actor.Tenant.Id), now);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/dialects", async (HttpContext http, ListDialects list) => (await list.ExecuteWithin(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListDialectsOfTenant")
            .WithSummary("Lists the tenant's dialects, and the remaining usage of those being retired.");

    public static void MapVendor(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet("/dialects", async (HttpContext http, ListDialects list) => (await list.Execute(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListDialects")
            .WithSummary("Lists the dialects, and the remaining usage of those being retired.");

    private async Task<Result<Output, Problem>> List(IEnumerable<Dialect> chosen, DialectUses uses, DateTimeOffset now)
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

    private static async Task<DialectUse> Use(DialectUses uses, string dialect, DateTimeOffset now)
    {
        var calls = uses.Of(dialect, now).Select(row => (DateTimeOffset?)row.LastCallAt);
        return new(await calls.CountAsync(), await calls.MaxAsync());
    }
}
