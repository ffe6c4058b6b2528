using System.Collections.Frozen;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Proof that a request came from this client: it is made by <see cref="ClientAuthentication"/> alone. Answers what the
/// client may have.
/// </summary>
public sealed class AuthenticatedClient
{
    private readonly Client client;
    private readonly FrozenDictionary<string, string> catalogue;

    internal AuthenticatedClient(Client client, Tenant tenant, Secret secret, FrozenDictionary<string, string> catalogue)
    {
        (this.client, this.catalogue) = (client, catalogue);
        Tenant = tenant;
        Caller = new(client.Id, tenant.Id, secret.Id);
    }

    public string Id => client.Id;

    public ClientKind Kind => client.Kind;

    public Tenant Tenant { get; }

    public Caller Caller { get; }

    /// <summary>All that client, catalogue and contract allow at a moment, in the client's own order.</summary>
    public ScopeSet ScopesAt(DateTimeOffset now) => new(client.Scopes.Where(scope => MayHave(scope, now)));

    public bool MayHave(string scope, DateTimeOffset now)
    {
        if (!catalogue.ContainsKey(scope) || !client.Scopes.Contains(scope))
            return false;
        if (IsInEveryContract(scope))
            return true;
        foreach (var contract in Tenant.Contracts)
            if (contract.Environment == client.Environment && contract.Covers(now) && contract.Scopes.Contains(scope))
                return true;
        return false;
    }

    /// <summary>Why the client may not have a scope, for the event log.</summary>
    public string Denial(string scope, DateTimeOffset now)
    {
        if (!catalogue.ContainsKey(scope))
            return $"scope {scope} is not in the catalogue";
        if (!client.Scopes.Contains(scope))
            return $"scope {scope} was not given to the client";
        var contracts = Tenant
            .Contracts.Where(contract => contract.Environment == client.Environment && contract.Scopes.Contains(scope))
            .ToList();
        if (contracts.Count == 0)
            return $"scope {scope} is not in the {client.Environment} contract";
        var next = contracts.Where(contract => contract.From > now).Select(contract => (DateTimeOffset?)contract.From).Min();
        return next is null && contracts.Max(contract => contract.Until) is { } end
            ? $"the {client.Environment} contract that held scope {scope} ended on {end:d MMMM yyyy}"
            : $"the {client.Environment} contract that holds scope {scope} begins on {next:d MMMM yyyy}";
    }

    /// <summary>Why the client may have no scope at all, for the event log.</summary>
    public string Denial(DateTimeOffset now) => client.Scopes.Count == 0 ? "the client was given no scope" : Denial(client.Scopes[0], now);

    /// <summary>The API that a scope of the catalogue belongs to.</summary>
    public string ApiOf(string scope) => catalogue[scope];

    // The Hub's own scopes are part of every LIVE contract without being listed there.
    private bool IsInEveryContract(string scope) =>
        client.Environment is Environment.LIVE && scope.StartsWith("hub.", StringComparison.Ordinal);
}
