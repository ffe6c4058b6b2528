using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// Disables an account in all tenants of the datacentre: its holder can't sign in, its sessions end, and so does everything that acts for it, including
/// at APIs.
/// </summary>
public sealed class DisableAccount(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.people.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid person) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await OperatedAccount.Find(work, person) is not { } account)
                    return Problem.NotFound;
                if (person == caller.AccountId)
                    return Problem.Conflict("You can't disable your own account. Ask another operator.");
                if (await OperatedAccount.Fault(work, account) is { } problem)
                    return problem;
                if (account.DisabledAt is not null)
                    return NoOutput.Done;
                await Shut(work, account);
                await WaitingInvitation.WithdrawThoseOf(work, account.Email!, everywhere: true);
                await work.Audit(AuditActions.AccountDisabled, account.Email!);
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/people/{person:guid}/disable",
                async (HttpContext http, Guid person, DisableAccount disable) => (await disable.Execute(http.Caller(), person)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("DisableAccount")
            .WithSummary("Disables a member's account, in all tenants of the datacentre.");

    private static async Task Shut(AdminUnitOfWork work, Account account)
    {
        var (db, id, now) = (work.Db, account.Id, work.Now);
        await db
            .Codes.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(code => code.AccountId == id && code.SpentAt == null)
            .ExecuteDeleteAsync();
        await db.End(work.Bounds, family => family.AccountId == id, "the account was disabled", now);
        // Identity writes whole rows. New stamps prevent an older copy from being written back, and end incomplete sign-ins.
        var (stamp, security) = (RandomText.Base64Url(), RandomText.Base64Url());
        await db
            .Accounts.Where(row => row.Id == id)
            .ExecuteUpdateAsync(row =>
                row.SetProperty(a => a.DisabledAt, now)
                    .SetProperty(a => a.ConcurrencyStamp, stamp)
                    .SetProperty(a => a.SecurityStamp, security)
            );
        await db.Sessions.Where(session => session.AccountId == id).ExecuteDeleteAsync();
        await db.Publish(CacheKey.Account(id));
    }
}
