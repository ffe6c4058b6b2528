using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Lists the scopes that a credential can request: those of the contract, and others of the catalogue, which become a contract request.</summary>
public sealed class OfferScopes(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    /// <summary>The scopes that a credential can request.</summary>
    /// <param name="InContract">Scopes in the contract.</param>
    /// <param name="Others">Scopes not in the contract, by API.</param>
    public sealed record Output(IReadOnlyList<string> InContract, IReadOnlyList<Catalogue> Others);

    /// <summary>Scopes of one API.</summary>
    /// <param name="Api">The name of the API.</param>
    /// <param name="Scopes">Its scopes that aren't in the contract.</param>
    public sealed record Catalogue(string Api, IReadOnlyList<string> Scopes);

    public async Task<Result<Output, Problem>> Execute(Caller caller, string environment, string kind) =>
        ClientKey.Read(environment) is { } chosen && ClientKindNames.Read(kind) is not null
            ? await operations.Read<Output>(
                caller,
                Needed,
                async (db, now) =>
                {
                    var (contracts, catalogue) = (await db.Coverage(chosen), await db.Catalogue());
                    var apis = await db.Apis.Include(api => api.Scopes).OrderBy(api => api.Name).ToListAsync();
                    var others = apis.Select(api => new Catalogue(
                            api.Name,
                            [
                                .. api
                                    .Scopes.Select(scope => scope.Name)
                                    .Where(name => IsOffered(name, catalogue) && !contracts.Covers(name, now))
                                    .Order(StringComparer.Ordinal),
                            ]
                        ))
                        .Where(api => api.Scopes.Count > 0);
                    return new Output(
                        [.. contracts.Listed(now).Where(name => IsOffered(name, catalogue) && catalogue.Has(name))],
                        [.. others]
                    );
                }
            )
            : Problem.NotFound;

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/requests/scopes/{environment}/{kind}",
                async (HttpContext http, string environment, string kind, OfferScopes offer) =>
                    (await offer.Execute(http.Caller(), environment, kind)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("OfferScopes")
            .WithSummary("Lists the scopes that a credential of a kind can request.");

    private static bool IsOffered(string scope, ScopeCatalogue catalogue) => !catalogue.IsSignIn(scope) && !HubScopes.Owns(scope);
}
