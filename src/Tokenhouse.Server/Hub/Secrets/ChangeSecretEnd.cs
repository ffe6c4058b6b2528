using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Changes the expiry of an active secret: earlier, later, or no expiry. A revoked or expired secret can't be changed.</summary>
public sealed class ChangeSecretEnd(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    /// <summary>The latest possible expiry.</summary>
    private const int MostYears = 10;

    /// <param name="ExpiresAt">When it expires; null for no expiry.</param>
    [RepresentedBy(typeof(SecretEntry))]
    public sealed record Input(DateTimeOffset? ExpiresAt);

    public Task<Result<SecretEntry, Problem>> Execute(Caller caller, ClientKey key, Guid id, Input input) =>
        operations.Change<SecretEntry>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client || client.Secrets.Find(row => row.Id == id) is not { } secret)
                    return Problem.NotFound;
                if (!secret.IsLive(work.Now))
                    return Problem.Conflict("This secret was revoked or has expired, and this can't be undone. Add a new one instead.");
                if (input.ExpiresAt <= work.Now)
                    return Problem.Invalid("expiresAt", "Choose a time in the future. To stop the secret now, revoke it.");
                if (input.ExpiresAt > work.Now.AddYears(MostYears))
                    return Problem.Invalid("expiresAt", $"Choose a time within {MostYears} years, or no expiry.");
                var before = new { secret.Hint, secret.ExpiresAt };
                secret.ExpiresAt = input.ExpiresAt?.ToUniversalTime();
                await work.Audit(
                    AuditActions.SecretEndChanged,
                    client.Id,
                    client.Environment,
                    before,
                    new { secret.Hint, secret.ExpiresAt }
                );
                return SecretEntry.Of(secret, work.Now);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut(
                "/credentials/{environment}/{client}/secrets/{secret:guid}/end",
                async (HttpContext http, string environment, string client, Guid secret, Input input, ChangeSecretEnd change) =>
                    (await change.Execute(http.Caller(), new(environment, client), secret, input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<SecretEntry>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("ChangeSecretEnd")
            .WithSummary("Changes a secret's expiry: earlier, later, or no expiry.");
}
