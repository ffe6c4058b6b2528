using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// Removes a member from the tenant. Everything its clients got from them ends: consents, unused codes, refresh tokens, and access tokens that
/// APIs would still accept. The account and its other tenants aren't affected.
/// </summary>
public sealed class RemoveMember(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.ManagePeople, "hub.people.write");

    /// <param name="caller">The caller.</param>
    /// <param name="person">The member.</param>
    /// <param name="version">The membership's version when it was read; null to skip the check.</param>
    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid person, int? version = null) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await Member.Find(work, person) is not { } member)
                    return Problem.NotFound;
                if (person == caller.AccountId)
                    return Problem.Conflict("You can't remove yourself. Ask another Manager.");
                if (work.Stale(version, member.Membership) is { } stale)
                    return stale;
                if (await member.LastManager(work.Db) is { } problem)
                    return problem;
                await Part(work, person);
                await WaitingInvitation.WithdrawThoseOf(work, member.Email);
                work.Db.Memberships.Remove(member.Membership);
                await work.Audit(AuditActions.MemberRemoved, member.Email, before: new { member.Account.Name, member.Membership.Role });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapDelete(
                "/people/{person:guid}",
                async (HttpContext http, Guid person, RemoveMember remove) =>
                    (await remove.Execute(http.Caller(), person, version: null)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithName("RemoveMember")
            .WithSummary("Removes a member from the tenant.");

    // Codes before consents before families, as everywhere, so that locks are taken in one order.
    private static async Task Part(AdminUnitOfWork work, Guid person)
    {
        var (db, tenantId) = (work.Db, work.Caller.Tenant.Id);
        await db.Codes.Where(code => code.AccountId == person && code.SpentAt == null).ExecuteDeleteAsync();
        await db.Consents.Where(consent => consent.AccountId == person).ExecuteDeleteAsync();
        await db.End(
            work.Bounds,
            family => family.TenantId == tenantId && family.AccountId == person,
            "the account holder is no longer a member of the tenant",
            work.Now
        );
    }
}
