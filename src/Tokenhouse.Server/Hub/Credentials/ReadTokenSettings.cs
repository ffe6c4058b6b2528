using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Returns how a credential that acts for people gets ID tokens and refreshes. Other kinds have no such settings.</summary>
public sealed class ReadTokenSettings(AdminOperations operations, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    public Task<Result<TokenSettings, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Read<TokenSettings>(
            caller,
            Needed,
            async (db, _) =>
                await key.Find(db) is { } client && client.Kind.MayActForPeople()
                    ? TokenSettings.Of(client, await db.Tenants.SingleAsync(row => row.Id == client.TenantId), dialects)
                    : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/token-settings",
                async (HttpContext http, string environment, string client, ReadTokenSettings read) =>
                    (await read.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<TokenSettings>()
            .WithName("ReadTokenSettings")
            .WithSummary("Returns the token settings of a credential that acts for people.");
}
