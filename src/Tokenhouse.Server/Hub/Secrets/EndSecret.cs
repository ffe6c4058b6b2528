using System.ComponentModel;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Revokes a secret: within a second, it is refused everywhere. Tokens already issued stay valid until they expire.</summary>
public sealed class EndSecret(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    /// <summary>How to revoke it.</summary>
    /// <param name="EvenIfLast">Whether to revoke it even if it is the last active secret.</param>
    public sealed record Input(bool EvenIfLast);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, ClientKey key, Guid id, Input input) =>
        operations.Change<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client || client.Secrets.Find(row => row.Id == id) is not { } secret)
                    return Problem.NotFound;
                if (!secret.IsLive(work.Now))
                    return Problem.Conflict("This secret was already revoked or has expired.");
                if (!input.EvenIfLast && client.Secrets.Count(row => row.IsLive(work.Now)) == 1)
                    return Problem.Conflict(
                        "This is the last active secret. Without it, the credential can't be used. Confirm that you want to revoke it."
                    );
                secret.DisabledAt = work.Now;
                await work.Audit(AuditActions.SecretEnded, client.Id, client.Environment, before: new { secret.Hint, secret.ExpiresAt });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapDelete(
                "/credentials/{environment}/{client}/secrets/{secret:guid}",
                async (
                    HttpContext http,
                    string environment,
                    string client,
                    Guid secret,
                    [Description("Whether to revoke it even if it is the last active secret.")] bool? evenIfLast,
                    EndSecret end
                ) => (await end.Execute(http.Caller(), new(environment, client), secret, new(evenIfLast == true))).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("EndSecret")
            .WithSummary("Revokes a secret now. The last active secret needs evenIfLast=true.");
}
