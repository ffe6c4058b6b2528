using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>
/// Sets the scopes that a credential can request. They must be in the contract. Existing tokens keep their scopes until they expire, but a
/// refresh doesn't return removed ones.
/// </summary>
public sealed class ChangeScopes(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    private const string Field = "scopes";

    /// <param name="Scopes">The complete new list: names, or the scopes as returned by a GET, of which those that are given count.</param>
    /// <param name="Version">The version that was read; null to skip the check.</param>
    [RepresentedBy(typeof(ReadScopeChoice.Output))]
    public sealed record Input(
        [property: JsonConverter(typeof(OfferedScopeNames))] IReadOnlyList<string> Scopes,
        [property: JsonRequired] int? Version = null
    );

    public Task<Result<Credential, Problem>> Execute(Caller caller, ClientKey key, Input input) =>
        operations.Change<Credential>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (work.Stale(input.Version, client) is { } stale)
                    return stale;
                var (before, after) = (client.Scopes, input.Scopes.Distinct(StringComparer.Ordinal).ToList());
                if (await Fault(work, client, after) is { } fault)
                    return Problem.Invalid(Field, fault);
                if (after.Except(before).Any(HubScopes.Owns))
                    KeepFromOlderSecrets(client, before);
                client.Scopes = after;
                if (before.Except(after).Contains(Tokenhouse.Server.Hub.People.Invite.Needed.Scope))
                    await Tokenhouse.Server.Hub.People.WaitingInvitation.WithdrawThoseOf(work, client.Id);
                await work.Audit(
                    AuditActions.ScopesChanged,
                    client.Id,
                    client.Environment,
                    new { Scopes = before },
                    new { Scopes = after }
                );
                await work.Db.SaveChangesAsync();
                return await ReadCredential.Credential(work.Db, client, work.Now);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut(
                "/credentials/{environment}/{client}/scopes",
                async (HttpContext http, string environment, string client, Input input, ChangeScopes change) =>
                    (await change.Execute(http.Caller(), new(environment, client), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Credential>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithName("ChangeScopes")
            .WithSummary("Sets the scopes that a credential can request. They must be in the contract.");

    /// <summary>It can keep existing scopes that are no longer in the contract, but gets no token for them.</summary>
    private static async Task<string?> Fault(AdminUnitOfWork work, Client client, List<string> after)
    {
        if (client.Kind is ClientKind.Api)
            return "An API's credential only checks tokens. It can't have scopes.";
        if (after.Count > Schema.MostScopes)
            return $"A credential can have at most {Schema.MostScopes} scopes.";
        var (added, removed) = (after.Except(client.Scopes).ToList(), client.Scopes.Except(after));
        if (added.Concat(removed).FirstOrDefault(HubScopes.Owns) is { } own && HubFault(work, client, own) is { } fault)
            return fault;
        var (catalogue, contracts) = (await work.Db.Catalogue(), await work.Db.Coverage(client.Environment));
        foreach (var scope in added)
            if (!catalogue.Has(scope))
                return $"The scope {Shown(scope)} doesn't exist. Choose a scope of the contract.";
            else if (catalogue.IsSignIn(scope))
                return client.Kind.MayActForPeople()
                    ? $"{scope} is a setting of the credential, not one of its scopes. Remove it from the list."
                    : $"{scope} is for signing people in, but this credential acts only for itself.";
            else if (!contracts.Covers(scope, work.Now))
                return $"{scope} isn't in the {client.Environment} contract. Submit a request for it.";
        return null;
    }

    // A person's token would have the program's access, whatever the person's role. So only programs that act for themselves get these scopes.
    private static string? HubFault(AdminUnitOfWork work, Client client, string scope) =>
        scope == HubScopes.SignIn ? $"{scope} is reserved for the Hub itself."
        : client.Environment is not TenantEnvironment.LIVE
            ? "The scopes of the Hub are only for LIVE credentials, which manage both environments."
        : !client.Kind.MayActForItself() ? "The scopes of the Hub are only for credentials that act for themselves: machines and app keys."
        : !work.Caller.Rights.Contains(Right.ManagePeople) ? "Only Managers of the tenant can add and remove scopes of the Hub."
        : !work.Caller.MayHandOn(scope)
            ? $"A program can add and remove only scopes of the Hub that its own token has. {scope} isn't among them."
        : null;

    /// <summary>A Developer may know an existing secret, so it keeps its scopes, but doesn't get the new ones.</summary>
    private static void KeepFromOlderSecrets(Client client, List<string> before)
    {
        foreach (var secret in client.Secrets)
            secret.HubScopes ??= [.. before.Where(HubScopes.Owns)];
    }

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
