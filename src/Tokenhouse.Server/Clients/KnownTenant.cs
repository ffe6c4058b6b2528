using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A tenant as cached in the directory.</summary>
/// <param name="Row">The registered tenant, with its contracts.</param>
/// <param name="Allowlists">Its own list in each environment, if it has one.</param>
public sealed record KnownTenant(Tenant Row, IReadOnlyDictionary<Environment, Allowlist> Allowlists)
{
    private readonly ContractCoverage live = Row.Contracts.Coverage(Environment.LIVE);
    private readonly ContractCoverage uat = Row.Contracts.Coverage(Environment.UAT);

    /// <summary>What its contracts come to in an environment.</summary>
    public ContractCoverage Coverage(Environment environment) => environment is Environment.LIVE ? live : uat;
}
