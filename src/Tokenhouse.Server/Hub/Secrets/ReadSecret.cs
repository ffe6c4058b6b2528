using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Returns the state of one secret, without its value.</summary>
public sealed class ReadSecret(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    public Task<Result<SecretEntry, Problem>> Execute(Caller caller, ClientKey key, Guid id) =>
        operations.Read<SecretEntry>(
            caller,
            Needed,
            async (db, now) =>
                (await key.Find(db))?.Secrets.Find(row => row.Id == id) is { } secret ? SecretEntry.Of(secret, now) : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/secrets/{secret:guid}",
                async (HttpContext http, string environment, string client, Guid secret, ReadSecret read) =>
                    (await read.Execute(http.Caller(), new(environment, client), secret)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<SecretEntry>()
            .WithName("ReadSecret")
            .WithSummary("Returns the state of a secret, without its value.");
}
