using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>
/// Switches a credential off: within a second it gets no token, and the tokens that it has count nowhere. What the vendor switches off only the
/// vendor switches on again, also what the tenant had switched off before.
/// </summary>
public sealed class DisableCredential(Desk desk)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    public Task<Result<Completion, Problem>> Execute(Actor actor, ClientKey key) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (client.DisabledAt is not null && (client.IsDisabledByVendor || !actor.IsOperator))
                    return Problem.Conflict("This credential is disabled already.");
                var before = client.DisabledAt is null ? null : State(client);
                (client.DisabledAt, client.DisabledBy, client.IsDisabledByVendor) = (
                    client.DisabledAt ?? work.Now,
                    actor.Name,
                    actor.IsOperator
                );
                await People.WaitingInvitation.WithdrawThoseOf(work, client.Id);
                var act = actor.IsOperator ? Acts.CredentialDisabledByVendor : Acts.CredentialDisabled;
                await work.Audit(act, client.Id, client.Environment, before, State(client));
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/disable",
                async (HttpContext http, string environment, string client, DisableCredential disable) =>
                    (await disable.Execute(http.Actor(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("DisableCredential")
            .WithSummary(
                "Switches a credential off, and all tokens that it has. What the vendor switches off stays off until the vendor says otherwise."
            );

    /// <summary>Who has it switched off, as the audit keeps it.</summary>
    internal static object State(Client client) =>
        new
        {
            client.DisabledAt,
            client.DisabledBy,
            client.IsDisabledByVendor,
        };
}
