using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>
/// Disables a tenant: within a second, all its credentials are refused like unknown ones, and their existing tokens no longer work for APIs that
/// introspect them here. Nothing is deleted.
/// </summary>
public sealed class DisableTenant(Desk desk)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    public Task<Result<Completion, Problem>> Execute(Actor actor) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                if (actor.IsAtVendor)
                    return Problem.Conflict("This is the vendor's own tenant. Disabling it would lock out everyone who could enable it.");
                var row = await work.Db.Tenants.SingleAsync(row => row.Id == actor.Tenant.Id);
                if (row.DisabledAt is not null)
                    return Problem.Conflict("The tenant is already disabled.");
                row.DisabledAt = work.Now;
                await work.Audit(Acts.TenantDisabled, row.Slug);
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost("/disable", async (HttpContext http, DisableTenant disable) => (await disable.Execute(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("DisableTenant")
            .WithSummary("Disables the tenant and all its credentials.");
}
