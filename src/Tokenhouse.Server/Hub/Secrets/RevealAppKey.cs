using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Shows an app key again. Each time is recorded in the audit.</summary>
public sealed class RevealAppKey(AdminOperations operations, AppKeys keys)
{
    public static readonly Permission Needed = new(Right.HoldSecrets, "hub.credentials.write");

    public Task<Result<MadeSecret, Problem>> Execute(Caller caller, ClientKey key, Guid id) =>
        operations.Change<MadeSecret>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client || client.Secrets.Find(row => row.Id == id) is not { } secret)
                    return Problem.NotFound;
                if (HubSecretRule.Fault(caller, client) is { } fault)
                    return fault;
                if (!secret.IsLive(work.Now))
                    return Problem.Conflict("This key was revoked or has expired, and can't be shown any more.");
                if (keys.Open(secret) is not { } text)
                    return Problem.Conflict("Only app keys can be shown again. If you lost this secret, add a new one.");
                await work.Audit(AuditActions.AppKeyRevealed, client.Id, client.Environment, after: new { secret.Hint });
                return new MadeSecret(secret, text);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/secrets/{secret:guid}/reveal",
                async (HttpContext http, string environment, string client, Guid secret, RevealAppKey reveal) =>
                    (await reveal.Execute(http.Caller(), new(environment, client), secret)).Answer()
            )
            .RequirePermission(Needed)
            .Shows(SecretReplay.Again)
            .Produces<MadeSecret>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("RevealAppKey")
            .WithSummary("Shows an app key again. Each time is recorded in the audit.");
}
