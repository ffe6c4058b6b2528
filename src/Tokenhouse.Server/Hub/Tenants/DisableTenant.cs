using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>
/// Disables a tenant: within a second, all its credentials are refused like unknown ones, and their existing tokens no longer work for APIs that
/// introspect them here. Nothing is deleted.
/// </summary>
public sealed class DisableTenant(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (caller.IsAtVendor)
                    return Problem.Conflict("This is the vendor's own tenant. Disabling it would lock out everyone who could enable it.");
                var row = await work.Db.Tenants.SingleAsync(row => row.Id == caller.Tenant.Id);
                if (row.DisabledAt is not null)
                    return Problem.Conflict("The tenant is already disabled.");
                row.DisabledAt = work.Now;
                await work.Audit(AuditActions.TenantDisabled, row.Slug);
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost("/disable", async (HttpContext http, DisableTenant disable) => (await disable.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("DisableTenant")
            .WithSummary("Disables the tenant and all its credentials.");
}
