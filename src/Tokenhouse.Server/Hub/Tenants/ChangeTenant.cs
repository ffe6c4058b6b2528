using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Changes a tenant's settings. Lifetimes can only be lowered; tokens already issued keep theirs.</summary>
public sealed class ChangeTenant(AdminOperations operations, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    /// <param name="Name">Its name.</param>
    /// <param name="Dialects">The dialects that its clients can use.</param>
    /// <param name="RequiresAllowlist">Whether each of its clients needs an allowlist.</param>
    /// <param name="PrefersJwt">Whether its access tokens are JWTs even in dialects with opaque ones.</param>
    /// <param name="ApprovesUatItself">Whether UAT requests within the contract are approved automatically.</param>
    /// <param name="IdleDays">The lowered lifetime of an unused refresh token in days; null for the dialects' value.</param>
    /// <param name="FamilyDays">The lowered time until people sign in again in days; null for the dialects' value.</param>
    /// <param name="Version">The version that was read; null to skip the check.</param>
    [RepresentedBy(typeof(TenantSettings))]
    public sealed record Input(
        string Name,
        IReadOnlyList<string> Dialects,
        bool RequiresAllowlist,
        bool PrefersJwt,
        bool ApprovesUatItself,
        int? IdleDays,
        int? FamilyDays,
        int? Version
    );

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Input input) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                var row = await work.Db.Tenants.SingleAsync(row => row.Id == caller.Tenant.Id);
                if (work.Stale(input.Version, row) is { } stale)
                    return stale;
                if (Faults(input) is { Count: > 0 } faults)
                    return Problem.Invalid(faults);
                var before = Settings(row);
                Apply(row, input);
                await work.Audit(AuditActions.TenantChanged, row.Slug, environment: null, before, Settings(row));
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut("", async (HttpContext http, Input input, ChangeTenant change) => (await change.Execute(http.Caller(), input)).Answer())
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("ChangeTenant")
            .WithSummary("Changes the tenant's settings.");

    private Dictionary<string, string> Faults(Input input)
    {
        var faults = new Dictionary<string, string>();
        Note("name", TenantValidation.NameFault(input.Name));
        Note("dialects", TenantValidation.DialectFault(input.Dialects, dialects));
        Note("idle_days", TenantValidation.LifetimeFault(input.IdleDays, dialects.Max(dialect => dialect.Tokens.IdleLifetime)));
        Note("family_days", TenantValidation.LifetimeFault(input.FamilyDays, dialects.Max(dialect => dialect.Tokens.FamilyLifetime)));
        return faults;

        void Note(string field, string? sentence)
        {
            if (sentence is not null)
                faults[field] = sentence;
        }
    }

    private void Apply(Tenant row, Input input)
    {
        row.Name = input.Name.Trim();
        row.Dialects = TenantValidation.InOrder(input.Dialects, dialects);
        row.RequiresAllowlist = input.RequiresAllowlist;
        row.PrefersJwt = input.PrefersJwt;
        row.ApprovesUatItself = input.ApprovesUatItself;
        row.IdleLifetime = LifetimeUnit.Days.Changed(row.IdleLifetime, input.IdleDays);
        row.FamilyLifetime = LifetimeUnit.Days.Changed(row.FamilyLifetime, input.FamilyDays);
    }

    private static object Settings(Tenant row) =>
        new
        {
            row.Name,
            row.Dialects,
            row.RequiresAllowlist,
            row.PrefersJwt,
            row.ApprovesUatItself,
            row.IdleLifetime,
            row.FamilyLifetime,
        };
}
