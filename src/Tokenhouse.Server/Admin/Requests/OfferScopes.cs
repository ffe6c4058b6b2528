using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Lists the scopes that a credential can request: those of the contract, and others of the catalogue, which become a contract request.</summary>
public sealed class OfferScopes(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    /// <param name="InContract">Scopes in the contract.</param>
    /// <param name="Others">Scopes not in the contract, by API.</param>
    public sealed record Output(IReadOnlyList<string> InContract, IReadOnlyList<Catalogue> Others);

    /// <summary>Scopes of one API.</summary>
    public sealed record Catalogue(string Api, IReadOnlyList<string> Scopes);

    public async Task<Result<Output, Problem>> Execute(Actor actor, string environment, string kind) =>
        ClientKey.Read(environment) is { } chosen && KindName.Read(kind) is { } its
            ? await desk.Read<Output>(
                actor,
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
                                    .Where(name => IsOffered(name, its) && !contracts.Covers(name, now))
                                    .Order(StringComparer.Ordinal),
                            ]
                        ))
                        .Where(api => api.Scopes.Count > 0);
                    return new Output([.. contracts.Listed(now).Where(name => IsOffered(name, its) && catalogue.Has(name))], [.. others]);
                }
            )
            : Problem.NotFound;

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/requests/scopes/{environment}/{kind}",
                async (HttpContext http, string environment, string kind, OfferScopes offer) =>
                    (await offer.Execute(http.Actor(), environment, kind)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("OfferScopes")
            .WithSummary("Lists the scopes that a credential of a kind can request.");

    private static bool IsOffered(string scope, ClientKind kind) => kind.MayBeGiven(scope) && !HubApi.Owns(scope);
}
