using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>
/// Lists the vendor's APIs with their scopes, which contracts can include. It isn't secret: everyone who can see a tenant can see it.
/// </summary>
public sealed class ListCatalogue(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.contracts.read");

    /// <summary>The catalogue.</summary>
    /// <param name="Apis">By name.</param>
    public sealed record Output(IReadOnlyList<CatalogueEntry> Apis);

    public Task<Result<Output, Problem>> Execute(Caller caller) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, _) =>
            {
                var apis = await db.Apis.Include(api => api.Scopes).OrderBy(api => api.Name).ThenBy(api => api.Identifier).ToListAsync();
                // They belong to the vendor's tenant, so others don't see them.
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
                                .Select(client => new ApiClient(ClientKey.Format(client.Environment), client.Id)),
                        ],
                        (int?)api.AccessTokenLifetime?.TotalSeconds
                    )),
                ]);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/catalogue", async (HttpContext http, ListCatalogue list) => (await list.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListCatalogue")
            .WithSummary("Lists the vendor's APIs with their scopes.");
}
