using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>Shows what a UAT credential still needs to go live.</summary>
public sealed class ReadChecklist(AdminOperations operations, GoLiveReadiness readiness)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    public Task<Result<Checklist, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Read<Checklist>(
            caller,
            Needed,
            async (db, now) =>
                await key.Find(db) is { } client && CanGoLive(client) ? await readiness.Of(db, client, now) : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/go-live",
                async (HttpContext http, string environment, string client, ReadChecklist read) =>
                    (await read.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Checklist>()
            .WithName("ReadGoLiveChecklist")
            .WithSummary("Shows what a UAT credential still needs to go live, based on its recorded activity.");

    internal static bool CanGoLive(Client client) => client.Environment is TenantEnvironment.UAT && client.Kind is not ClientKind.Api;
}
