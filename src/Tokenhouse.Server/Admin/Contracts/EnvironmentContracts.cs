namespace Tokenhouse.Server.Admin.Contracts;

/// <summary>What a tenant has in one environment.</summary>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="Scopes">How each scope stands that counts now or will, by API and name.</param>
/// <param name="Contracts">The contracts that make it so, the latest first.</param>
/// <param name="Uses">How many credentials have each scope, those that are disabled left out.</param>
public sealed record EnvironmentContracts(
    string Environment,
    IReadOnlyList<ScopeStanding> Scopes,
    IReadOnlyList<ContractEntry> Contracts,
    IReadOnlyDictionary<string, int> Uses
);
