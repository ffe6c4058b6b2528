using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Enables a disabled account. Its holder has to sign in again, and agree again for applications whose tokens ended.</summary>
public sealed class EnableAccount(AdminOperations operations)
{
    public static readonly Permission Needed = DisableAccount.Needed;

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid person) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await OperatedAccount.Find(work, person) is not { } account)
                    return Problem.NotFound;
                if (await OperatedAccount.Fault(work, account) is { } problem)
                    return problem;
                if (account.DisabledAt is null)
                    return NoOutput.Done;
                var stamp = RandomText.Base64Url();
                await work
                    .Db.Accounts.Where(row => row.Id == person)
                    .ExecuteUpdateAsync(row =>
                        row.SetProperty(a => a.DisabledAt, (DateTimeOffset?)null).SetProperty(a => a.ConcurrencyStamp, stamp)
                    );
                await work.Db.Publish(CacheKey.Account(person));
                await work.Audit(AuditActions.AccountEnabled, account.Email!);
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/people/{person:guid}/enable",
                async (HttpContext http, Guid person, EnableAccount enable) => (await enable.Execute(http.Caller(), person)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("EnableAccount")
            .WithSummary("Enables a member's disabled account.");
}
