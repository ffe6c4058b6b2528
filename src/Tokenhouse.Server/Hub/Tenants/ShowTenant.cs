using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Returns a tenant's settings.</summary>
public sealed class ShowTenant(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    public Task<Result<TenantSettings, Problem>> Execute(Caller caller) =>
        operations.Read<TenantSettings>(
            caller,
            Needed,
            async (db, _) => TenantSettings.Of(await db.Tenants.SingleAsync(row => row.Id == caller.Tenant.Id))
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("", async (HttpContext http, ShowTenant show) => (await show.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<TenantSettings>()
            .WithName("ShowTenant")
            .WithSummary("Returns the tenant's settings.");
}
