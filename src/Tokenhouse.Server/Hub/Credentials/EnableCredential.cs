using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Enables a credential. A tenant can enable what it disabled itself, the vendor can enable any.</summary>
public sealed class EnableCredential(AdminOperations operations)
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
                if (client.DisabledAt is null)
                    return Problem.Conflict("This credential isn't disabled.");
                if (client.IsDisabledByVendor && !caller.IsOperator)
                    return Problem.Conflict(
                        $"{client.DisabledBy} disabled this credential for the vendor. Only the vendor can enable it. Ask the vendor."
                    );
                var before = DisableCredential.State(client);
                (client.DisabledAt, client.DisabledBy, client.IsDisabledByVendor) = (null, null, false);
                await work.Audit(AuditActions.CredentialEnabled, client.Id, client.Environment, before);
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/enable",
                async (HttpContext http, string environment, string client, EnableCredential enable) =>
                    (await enable.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("EnableCredential")
            .WithSummary("Enables a credential. Only the vendor can enable what the vendor disabled.");
}
