using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Admin.Catalogue;

/// <summary>
/// Lists the vendor's APIs with their scopes: what a contract can have in it. It is no secret, so that whoever may see a tenant may see it too.
/// </summary>
public sealed class ListCatalogue(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.contracts.read");

    /// <param name="Apis">By name.</param>
    public sealed record Output(IReadOnlyList<CatalogueEntry> Apis);

    public Task<Result<Output, Problem>> Execute(Actor actor) =>
        desk.Read<Output>(
            actor,
            Needed,
            async (db, _) =>
            {
                var apis = await db.Apis.Include(api => api.Scopes).OrderBy(api => api.Name).ThenBy(api => api.Identifier).ToListAsync();
                // The tenant of the vendor has them, so that others are shown none.
                var clients = await db
                    .Clients.Where(client => client.Kind == ClientKind.Api)
                    .Select(client => new
                    {
                        client.ApiIdentifier,
                        client.Environment,
                        client.Id,
                    })
                    .ToListAsync();
                return new Output([
                    .. apis.Select(api => new CatalogueEntry(
                        api.Identifier,
                        api.Name,
                        [.. api.Scopes.Select(scope => scope.Name).Order(StringComparer.Ordinal)],
                        [
                            .. clients
                                .Where(client => client.ApiIdentifier == api.Identifier)
                                .OrderBy(client => client.Environment)
                                .ThenBy(client => client.Id)
                                .Select(client => new ApiClient(ClientKey.Spelled(client.Environment), client.Id)),
                        ]
                    )),
                ]);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/catalogue", async (HttpContext http, ListCatalogue list) => (await list.Execute(http.Actor())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListCatalogue")
            .WithSummary("Lists the vendor's APIs with their scopes.");
}
