using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.GoLive;

/// <summary>Shows what a UAT credential still needs to go live.</summary>
public sealed class ReadChecklist(Desk desk, Readiness readiness)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    public Task<Result<Checklist, Problem>> Execute(Actor actor, ClientKey key) =>
        desk.Read<Checklist>(
            actor,
            Needed,
            async (db, now) =>
                await key.Find(db) is { } client && CanGoLive(client) ? await readiness.Of(db, client, now) : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/go-live",
                async (HttpContext http, string environment, string client, ReadChecklist read) =>
                    (await read.Execute(http.Actor(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Checklist>()
            .WithName("ReadGoLiveChecklist")
            .WithSummary("Shows what a UAT credential still needs to go live, based on its recorded activity.");

    internal static bool CanGoLive(Client client) => client.Environment is Environment.UAT && client.Kind is not ClientKind.Api;
}
