using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.People;

/// <summary>Enables a disabled account. Its holder has to sign in again, and agree again for applications whose tokens ended.</summary>
public sealed class EnableAccount(Desk desk)
{
    public static readonly Permission Needed = DisableAccount.Needed;

    public Task<Result<Completion, Problem>> Execute(Actor actor, Guid person) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                if (await OperatedAccount.Find(work, person) is not { } account)
                    return Problem.NotFound;
                if (await OperatedAccount.Fault(work, account) is { } problem)
                    return problem;
                if (account.DisabledAt is null)
                    return Completion.Done;
                var stamp = RandomText.Base64Url();
                await work
                    .Db.Accounts.Where(row => row.Id == person)
                    .ExecuteUpdateAsync(row =>
                        row.SetProperty(a => a.DisabledAt, (DateTimeOffset?)null).SetProperty(a => a.ConcurrencyStamp, stamp)
                    );
                await work.Db.Publish(Subject.Account(person));
                await work.Audit(Acts.AccountEnabled, account.Email!);
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/people/{person:guid}/enable",
                async (HttpContext http, Guid person, EnableAccount enable) => (await enable.Execute(http.Actor(), person)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("EnableAccount")
            .WithSummary("Enables a member's disabled account.");
}
