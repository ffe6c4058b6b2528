using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>
/// Disables a credential: within a second, it gets no more tokens, and its existing tokens no longer work. Only the vendor can enable what the
/// vendor disabled, even if the tenant had disabled it before.
/// </summary>
public sealed class DisableCredential(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (client.DisabledAt is not null && (client.IsDisabledByVendor || !caller.IsOperator))
                    return Problem.Conflict("This credential is already disabled.");
                var before = client.DisabledAt is null ? null : State(client);
                (client.DisabledAt, client.DisabledBy, client.IsDisabledByVendor) = (
                    client.DisabledAt ?? work.Now,
                    caller.Name,
                    caller.IsOperator
                );
                await Tokenhouse.Server.Hub.People.WaitingInvitation.WithdrawThoseOf(work, client.Id);
                var act = caller.IsOperator ? AuditActions.CredentialDisabledByVendor : AuditActions.CredentialDisabled;
                await work.Audit(act, client.Id, client.Environment, before, State(client));
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/disable",
                async (HttpContext http, string environment, string client, DisableCredential disable) =>
                    (await disable.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("DisableCredential")
            .WithSummary("Disables a credential and all its tokens. Only the vendor can enable what the vendor disabled.");

    /// <summary>Who disabled it, as recorded in the audit.</summary>
    internal static object State(Client client) =>
        new
        {
            client.DisabledAt,
            client.DisabledBy,
            client.IsDisabledByVendor,
        };
}
