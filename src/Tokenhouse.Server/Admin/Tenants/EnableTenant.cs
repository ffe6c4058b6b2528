using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>Enables a tenant: within a second, its credentials work as before.</summary>
public sealed class EnableTenant(Desk desk)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    public Task<Result<Completion, Problem>> Execute(Actor actor) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                var row = await work.Db.Tenants.SingleAsync(row => row.Id == actor.Tenant.Id);
                if (row.DisabledAt is not { } since)
                    return Problem.Conflict("The tenant isn't disabled.");
                row.DisabledAt = null;
                await work.Audit(Acts.TenantEnabled, row.Slug, before: new { DisabledAt = since });
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost("/enable", async (HttpContext http, EnableTenant enable) => (await enable.Execute(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("EnableTenant")
            .WithSummary("Enables the tenant.");
}
