using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>Returns a tenant's settings.</summary>
public sealed class ShowTenant(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    public Task<Result<TenantSettings, Problem>> Execute(Actor actor) =>
        desk.Read<TenantSettings>(
            actor,
            Needed,
            async (db, _) => TenantSettings.Of(await db.Tenants.SingleAsync(row => row.Id == actor.Tenant.Id))
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("", async (HttpContext http, ShowTenant show) => (await show.Execute(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces<TenantSettings>()
            .WithName("ShowTenant")
            .WithSummary("Returns the tenant's settings.");
}
