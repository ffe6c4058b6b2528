namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>A tenant's contracts in one environment.</summary>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Scopes">The state of each current or future scope, by API and name.</param>
/// <param name="Contracts">The contracts, latest first.</param>
/// <param name="Uses">How many enabled credentials have each scope.</param>
public sealed record EnvironmentContracts(
    string Environment,
    IReadOnlyList<ScopeStanding> Scopes,
    IReadOnlyList<ContractEntry> Contracts,
    IReadOnlyDictionary<string, int> Uses
);
