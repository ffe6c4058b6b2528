using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Changes a member's role. Members can't change their own role, and a tenant never loses its last Manager.</summary>
public sealed class ChangeRole(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.ManagePeople, "hub.people.write");

    /// <param name="Role">The new one.</param>
    /// <param name="Version">The version that was read; null to skip the check.</param>
    [RepresentedBy(typeof(PersonEntry))]
    public sealed record Input(Role Role, [property: JsonRequired] int? Version = null);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Guid person, Input input) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await Member.Find(work, person) is not { } member)
                    return Problem.NotFound;
                if (!Enum.IsDefined(input.Role))
                    return Problem.Invalid("role", "Choose one of the four roles.");
                if (person == caller.AccountId)
                    return Problem.Conflict("You can't change your own role. Ask another Manager.");
                var (membership, before) = (member.Membership, member.Membership.Role);
                if (work.Stale(input.Version, membership) is { } stale)
                    return stale;
                if (before == input.Role)
                    return NoOutput.Done;
                if (await member.LastManager(work.Db) is { } problem)
                    return problem;
                membership.Role = input.Role;
                if (before is Role.Manager)
                    await WaitingInvitation.WithdrawThoseOf(work, member.Email);
                await work.Audit(AuditActions.RoleChanged, member.Email, before: new { Role = before }, after: new { input.Role });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut(
                "/people/{person:guid}/role",
                async (HttpContext http, Guid person, Input input, ChangeRole change) =>
                    (await change.Execute(http.Caller(), person, input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithName("ChangeRole")
            .WithSummary("Changes a member's role.");
}
