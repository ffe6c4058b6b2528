using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>Switches a credential off: within a second it gets no token, and the tokens that it has count nowhere.</summary>
public sealed class DisableCredential(Desk desk)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    public Task<Outcome<Completion>> Execute(Actor actor, ClientKey key) =>
        desk.Change<Completion>(
            actor,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (client.DisabledAt is not null)
                    return Problem.Conflict("This credential is disabled already.");
                client.DisabledAt = work.Now;
                await People.WaitingInvitation.WithdrawThoseOf(work, client.Id);
                await work.Audit(Acts.CredentialDisabled, client.Id, client.Environment);
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
            .Needs(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("DisableCredential")
            .WithSummary("Switches a credential off, and all tokens that it has.");
}
