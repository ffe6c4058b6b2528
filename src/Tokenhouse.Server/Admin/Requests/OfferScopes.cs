using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Shows which scopes a credential can ask for: those of the contract, and the others of the catalogue, which become a contract request.</summary>
public sealed class OfferScopes(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    /// <param name="InContract">What is approved without more ado.</param>
    /// <param name="Others">What the contract lacks, by API.</param>
    public sealed record Output(IReadOnlyList<string> InContract, IReadOnlyList<Catalogue> Others);

    /// <summary>Scopes of one API.</summary>
    public sealed record Catalogue(string Api, IReadOnlyList<string> Scopes);

    public async Task<Outcome<Output>> Execute(Actor actor, string environment, string kind) =>
        ClientKey.Read(environment) is { } chosen && KindName.Read(kind) is { } its
            ? await desk.Read<Output>(
                actor,
                Needed,
                async (db, now) =>
                {
                    var cover = await Cover.Of(db, chosen, now);
                    var apis = await db.Apis.Include(api => api.Scopes).OrderBy(api => api.Name).ToListAsync();
                    var catalogue = apis.SelectMany(api => api.Scopes).Select(scope => scope.Name).ToHashSet(StringComparer.Ordinal);
                    var others = apis.Select(api => new Catalogue(
                            api.Name,
                            [
                                .. api
                                    .Scopes.Select(scope => scope.Name)
                                    .Where(name => IsOffered(name, its) && !cover.Holds(name))
                                    .Order(StringComparer.Ordinal),
                            ]
                        ))
                        .Where(api => api.Scopes.Count > 0);
                    return new Output([.. cover.Scopes.Where(name => IsOffered(name, its) && IsKnown(name))], [.. others]);

                    bool IsKnown(string name) => name == Scopes.OpenId || catalogue.Contains(name);
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
            .WithSummary("Shows which scopes a credential of a kind can ask for.");

    private static bool IsOffered(string scope, ClientKind kind) =>
        scope == Scopes.OpenId ? kind.MayActForPeople() : !scope.StartsWith(HubApi.ScopePrefix, StringComparison.Ordinal);
}
