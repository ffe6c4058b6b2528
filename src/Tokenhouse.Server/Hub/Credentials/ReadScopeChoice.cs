using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Lists the scopes that the caller can add to or remove from a credential: those of the contract, and its existing ones.</summary>
public sealed class ReadScopeChoice(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>The scopes of a credential, and those that it could have.</summary>
    /// <param name="Key">The credential.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Version">The version that was read.</param>
    /// <param name="Scopes">The scopes.</param>
    public sealed record Output(ClientKey Key, string Name, int Version, IReadOnlyList<Offer> Scopes) : IHasVersion;

    /// <summary>A scope that a credential has or could have.</summary>
    /// <param name="Name">The scope.</param>
    /// <param name="Api">Its API; empty if it belongs to none.</param>
    /// <param name="IsGiven">Whether the credential has it.</param>
    /// <param name="IsCovered">Whether the contract has it now.</param>
    /// <param name="CanChange">Whether the caller can add or remove it.</param>
    public sealed record Offer(string Name, string Api, bool IsGiven, bool IsCovered, bool CanChange);

    public Task<Result<Output, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                if (await key.Find(db) is not { } client)
                    return Problem.NotFound;
                var (contracts, catalogue) = (await db.Coverage(client.Environment), await db.Catalogue());
                var takesHub = client.Environment is TenantEnvironment.LIVE && client.Kind.MayActForItself();
                IEnumerable<string> hub = takesHub
                    ? HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn && caller.MayHandOn(scope))
                    : [];
                var names = client.Scopes.Concat(contracts.Listed(now)).Concat(hub).Distinct(StringComparer.Ordinal).ToList();
                var apis = await db
                    .Scopes.Where(scope => names.Contains(scope.Name))
                    .Join(db.Apis, scope => scope.ApiIdentifier, api => api.Identifier, (scope, api) => new { scope.Name, Api = api.Name })
                    .ToDictionaryAsync(row => row.Name, row => row.Api, StringComparer.Ordinal);
                var offers = names
                    .Where(name => !catalogue.IsSignIn(name)) // a setting
                    .Select(name => new Offer(
                        name,
                        apis.GetValueOrDefault(name, ""),
                        client.Scopes.Contains(name),
                        contracts.Covers(name, now),
                        caller.Rights.Contains(Right.Work) && (!HubScopes.Owns(name) || hub.Contains(name))
                    ));
                return new Output(
                    key,
                    client.Name,
                    client.Version,
                    [.. offers.OrderBy(offer => offer.Api, StringComparer.Ordinal).ThenBy(offer => offer.Name, StringComparer.Ordinal)]
                );
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/scopes",
                async (HttpContext http, string environment, string client, ReadScopeChoice read) =>
                    (await read.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ReadScopeChoice")
            .WithSummary("Lists the scopes that you can add to a credential or remove from it.");
}
