using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Enables a tenant: within a second, its credentials work as before.</summary>
public sealed class EnableTenant(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                var row = await work.Db.Tenants.SingleAsync(row => row.Id == caller.Tenant.Id);
                if (row.DisabledAt is not { } since)
                    return Problem.Conflict("The tenant isn't disabled.");
                row.DisabledAt = null;
                await work.Audit(AuditActions.TenantEnabled, row.Slug, before: new { DisabledAt = since });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost("/enable", async (HttpContext http, EnableTenant enable) => (await enable.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("EnableTenant")
            .WithSummary("Enables the tenant.");
}
