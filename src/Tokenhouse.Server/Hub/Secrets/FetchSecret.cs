using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>
/// Creates the first secret of a credential for a caller with the link who may hold it. This spends the link: of many simultaneous requests, one gets the
/// secret.
/// </summary>
public sealed class FetchSecret(AdminOperations operations, SecretFactory secrets)
{
    public static readonly Permission Needed = new(Right.HoldSecrets, "hub.credentials.write");

    /// <summary>The link, and when the secret expires.</summary>
    /// <param name="Link">The value of the link.</param>
    /// <param name="Days">After how many days the secret expires: 30, 60, 90, 180 or 365; null for no expiry; 180 if omitted.</param>
    public sealed record Input(string Link, int? Days = SecretExpiry.Usual)
    {
        /// <summary>Without the link, which is a secret.</summary>
        public override string ToString() => nameof(FetchSecret);
    }

    public Task<Result<MadeSecret, Problem>> Execute(Caller caller, ClientKey key, Input input) =>
        operations.Change<MadeSecret>(
            caller,
            Needed,
            async work =>
            {
                if (!SecretExpiry.Read(input.Days).Ok(out var secretExpiry, out var problem))
                    return problem;
                if (await key.Find(work.Db) is not { } client)
                    return ReadHandOver.NotGood;
                if (HubSecretRule.Fault(caller, client) is { } fault)
                    return fault;
                var spent = await ReadHandOver
                    .Alive(work.Db, client, input.Link, work.Now)
                    .ExecuteUpdateAsync(row => row.SetProperty(link => link.SpentAt, work.Now));
                if (spent != 1)
                    return ReadHandOver.NotGood;
                var made = secrets.Add(work, client, secretExpiry.From(work.Now));
                await work.Audit(AuditActions.SecretHandedOver, client.Id, client.Environment, after: new { made.Hint, made.ExpiresAt });
                return made;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/hand-overs/fetch",
                async (HttpContext http, string environment, string client, Input input, FetchSecret fetch) =>
                    (await fetch.Execute(http.Caller(), new(environment, client), input)).Answer()
            )
            .RequirePermission(Needed)
            .Shows(SecretReplay.Again)
            .Produces<MadeSecret>()
            .WithName("FetchSecret")
            .WithSummary("Creates the first secret of a credential, in exchange for its link. Only this response contains the secret.");
}
