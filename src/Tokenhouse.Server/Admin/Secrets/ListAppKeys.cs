using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>The app ids of a tenant in both environments, with their keys masked.</summary>
public sealed class ListAppKeys(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>What is shown at once; no tenant has as many.</summary>
    private const int Most = 200;

    /// <param name="Entries">By environment and name.</param>
    public sealed record Output(IReadOnlyList<AppKeyEntry> Entries);

    public Task<Outcome<Output>> Execute(Actor actor) =>
        desk.Read<Output>(
            actor,
            Needed,
            async (db, now) =>
            {
                var clients = await db
                    .Clients.Where(row => row.Kind == ClientKind.AppKey)
                    .Include(row => row.Secrets)
                    .OrderBy(row => row.Environment)
                    .ThenBy(row => row.Name)
                    .Take(Most)
                    .ToListAsync();
                return new Output([.. clients.Select(client => AppKeyEntry.Of(client, now))]);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/api-access", async (HttpContext http, ListAppKeys list) => (await list.Execute(http.Actor())).Answer())
            .Needs(Needed)
            .Produces<Output>()
            .WithName("ListAppKeys")
            .WithSummary("The app ids of a tenant in both environments, with their keys masked.");
}
